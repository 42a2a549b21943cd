package io.thalweg.app.replay;

import io.thalweg.app.console.CommandException;
import io.thalweg.app.console.Progress;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import io.thalweg.lane.Evolution;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.replay.AllOutputs;
import io.thalweg.replay.Bound;
import io.thalweg.replay.Course;
import io.thalweg.replay.ExcisedLog;
import io.thalweg.replay.Excision;
import io.thalweg.replay.KeptSnapshot;
import io.thalweg.replay.LogSource;
import io.thalweg.replay.PublishedSnapshots;
import io.thalweg.replay.Range;
import io.thalweg.replay.RawDecoder;
import io.thalweg.replay.RawMerge;
import io.thalweg.replay.Replayer;
import io.thalweg.replay.Student;
import io.thalweg.replay.TrainLog;
import io.thalweg.replay.Verifier;
import io.thalweg.stream.Chronicle;
import io.thalweg.stream.ReplayPublication;
import io.thalweg.stream.StreamException;
import io.thalweg.wire.SnapshotFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** One replay, from request to report. */
final class ReplayRun {
    private final ReplayRequest request;
    private final PrintWriter err;
    private final List<String> notes = new ArrayList<>();
    private final Excision excision;

    ReplayRun(ReplayRequest request, PrintWriter err) {
        this.request = request;
        this.err = err;
        excision = new Excision(request.drops());
    }

    /** Where it goes and with what it begins. */
    private record Way(Chronicle chronicle, PublishedSnapshots snapshots, TrainLog log, Range.Start start, long to) {}

    ReplayReport run() {
        requireDirectory(request.export());
        try (Chronicle chronicle = Chronicle.open(request.config(), state -> err.println(state))) {
            return run(chronicle);
        } catch (IllegalStateException | IllegalArgumentException | KafkaException | StreamException e) {
            throw Chronicle.explaining(request.config(), request.as(), e);
        }
    }

    /** Before the work, not after it. */
    private static void requireDirectory(@Nullable Path export) {
        if (export == null) {
            return;
        }
        Path directory = export.toAbsolutePath().getParent();
        if (directory != null && !Files.isWritable(directory)) {
            throw new CommandException("cannot write %s: there is no directory %s to write in", export, directory);
        }
    }

    private ReplayReport run(Chronicle chronicle) {
        PublishedSnapshots snapshots = chronicle.snapshots();
        TrainLog log = chronicle.log();
        Range range = new Range(log, snapshots);
        long to = range.to(request.to());
        Range.Start start = start(range, to);
        notes.addAll(range.notes());
        Way way = new Way(chronicle, snapshots, log, start, to);
        if (request.as() == null) {
            return replay(way, null);
        }
        try (ReplayPublication publication = ReplayPublication.open(request.learnedWith(), request.as())) {
            return replay(way, publication);
        }
    }

    private Range.Start start(Range range, long to) {
        Bound from = request.from();
        if (from != null) {
            return range.from(from, to);
        }
        return request.isModelOnly() ? range.nearest(to) : range.from(new Bound.Beginning(), to);
    }

    private ReplayReport replay(Way way, @Nullable ReplayPublication publication) {
        Verifier verifier =
                request.verifies() ? new Verifier(way.snapshots(), way.start().offset(), way.to()) : null;
        List<Outputs> outputs = new ArrayList<>();
        if (verifier != null) {
            requireMadeByLog(way.start().snapshot());
            outputs.add(verifier);
        }
        if (publication != null) {
            outputs.add(publication);
        }
        Student was = request.drops().isEmpty() ? was(way) : Student.ofItsOwnWill(was(way));
        Student learner = learner(way, was);
        Course course = new Course(learner, outputs.isEmpty() ? Outputs.NONE : new AllOutputs(outputs));
        LaneSettings begun = learner.lane().settings();
        Course original = request.other() == null ? null : new Course(was, Outputs.NONE);
        RawMerge raw = request.isRaw() ? raw(way) : null;
        LogSource source = raw != null ? raw : log(way);
        long from = way.start().offset();
        Replayer.Outcome outcome;
        try (Progress progress = new Progress("log offsets", way.to() - from, err)) {
            outcome = new Replayer(course, original, request.rate()).run(source, position -> {
                progress.stepTo(position - from);
                if (publication != null) {
                    publication.commitInTime();
                }
            });
        }
        boolean mayKnowTheDropped = course.promotions() > 0 && !request.drops().isEmpty();
        keep(mayKnowTheDropped ? null : course.lane(), publication);
        ReplayReport report = new ReplayReport(outcome, course, excision);
        report.range(from, way.to(), way.start().words());
        if (course.promotions() > 0 && (original != null || raw != null)) {
            notes.add("the log's %d promotions are not followed: the model that was asked for keeps its own"
                    .formatted(course.promotions()));
        }
        addFindings(report, verifier, original, raw);
        if (verifier != null) {
            judge(report, begun, course.lane().settings());
        }
        return report;
    }

    private void addFindings(
            ReplayReport report, @Nullable Verifier verifier, @Nullable Course original, @Nullable RawMerge raw) {
        if (verifier != null) {
            report.verified(verifier.outcome());
        }
        if (original != null) {
            report.whatIf(original);
        }
        if (raw != null) {
            report.raw(raw.account());
        }
        notes.forEach(report::note);
    }

    /** A file that this log could neither have begun with nor come to is another application's, or has another seed. */
    private void judge(ReplayReport report, LaneSettings begun, LaneSettings end) {
        LaneSettings ours = request.config().lane();
        List<String> differences = Evolution.obstacles(begun, ours);
        if (!differences.isEmpty() && !Evolution.obstacles(end, ours).isEmpty()) {
            report.otherConfiguration(differences);
        }
    }

    private static void requireMadeByLog(@Nullable StoredSnapshot snapshot) {
        if (snapshot != null && snapshot.manifest().cause() != Cause.SCHEDULED) {
            throw new CommandException(
                    "--verify cannot begin at snapshot %s, a model that was replaced there; begin at the one before it",
                    snapshot.manifest().id());
        }
    }

    /** The application's own model, or where nobody asks for that, a fresh one of its configuration. */
    private Student was(Way way) {
        boolean isOnlyConfigured =
                request.isRaw() && request.other() == null && way.start().snapshot() == null;
        return isOnlyConfigured
                ? Student.of(new Lane(request.config().lane()))
                : new OriginalModel(request.config(), way.chronicle().archive(), way.snapshots(), way.log(), notes)
                        .at(way.start());
    }

    /**
     * Who learns for the user: the application's own model, unless another configuration or the raw topics are asked.
     */
    private Student learner(Way way, Student was) {
        StoredSnapshot snapshot = way.start().snapshot();
        ThalwegConfig config = request.learnedWith();
        LaneSettings then = was.lane().settings();
        if (request.other() == null && (!request.isRaw() || snapshot == null)) {
            return was;
        }
        if (!request.isRaw() && config.features().fingerprint() != then.map().fingerprint()) {
            throw new CommandException(
                    "--config has other features or tasks than the train log (layout %08x, the log's is %08x): the log holds"
                            + " examples that are made already; make them again with --source raw",
                    config.features().fingerprint(), then.map().fingerprint());
        }
        if (snapshot != null && !config.fingerprint().equals(then.fingerprint())) {
            throw new CommandException(
                    "snapshot %s was made with another configuration than -c, so raw events cannot be learned on top of it",
                    snapshot.manifest().id());
        }
        return Student.of(snapshot == null ? new Lane(config.lane()) : was.lane());
    }

    private LogSource log(Way way) {
        LogSource log = way.log().read(way.start().offset(), way.to());
        return request.drops().isEmpty() ? log : new ExcisedLog(log, excision);
    }

    private RawMerge raw(Way way) {
        Map<String, InputTopic> then = new LinkedHashMap<>();
        request.config().input().topics().forEach(topic -> then.put(topic.name(), topic));
        for (InputTopic topic : request.learnedWith().input().topics()) {
            if (!then.containsKey(topic.name())) {
                notes.add("the train log has no events of topic %s, so their order is not known: they are not learned"
                        .formatted(topic.name()));
            }
        }
        RawDecoder decoder = way.chronicle().decoder(request.learnedWith()); // before anything that must be closed
        long from = way.start().offset();
        return new RawMerge(way.log().read(from, way.to()), way.chronicle().raw(), decoder, excision, from);
    }

    /** The model at the end, for those who asked to have it; null if nobody may have it. */
    private void keep(@Nullable Lane lane, @Nullable ReplayPublication publication) {
        KeptSnapshot kept = new KeptSnapshot();
        if (lane != null) {
            boolean isPublished = publication == null || publication.hasSnapshotAt(lane.nextOffset());
            if (!isPublished || request.export() != null) {
                lane.snapshot(Cause.LAST, isPublished ? kept : new AllOutputs(List.of(kept, publication)));
            }
        }
        if (publication != null) {
            publication.finish();
            notes.add("published on " + String.join(", ", publication.topics()));
        }
        if (lane != null && request.export() != null) {
            SnapshotFile.write(request.export(), kept.snapshot());
            notes.add("the model is in " + request.export());
        }
    }
}

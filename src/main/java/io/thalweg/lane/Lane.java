package io.thalweg.lane;

import io.thalweg.batch.Buffers;
import io.thalweg.batch.Pending;
import io.thalweg.check.Require;
import io.thalweg.feature.Example;
import io.thalweg.feature.Origins;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Learner;
import io.thalweg.learn.Reassignment;
import io.thalweg.learn.Remembered;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.Ladder;
import io.thalweg.model.Section;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One replica of the model and everything it must not forget. Not thread-safe: one owner, who feeds it the records of
 * one log in offset order.
 *
 * <p>Its state is a function of settings and log alone, so that a checkpoint and the records behind it are the model.
 */
public final class Lane {
    /** Of what a lane writes down of itself; another program's may be another. */
    public static final int FORMAT = 4;

    private final LaneSettings settings;
    private final Trainer trainer;
    private final Learner learner; // the trainer's, as is the next
    private final Ledger ledger;
    private final Snapshots snapshots;
    private final Meta restored = new Meta();
    private final int layout;
    private final Layouts earlier = new Layouts();

    public Lane(LaneSettings settings) {
        this(
                settings,
                Ladder.upTo(Buffers.largestBatch(
                        settings.batch(), settings.map().tasks().size())));
    }

    private Lane(LaneSettings settings, Ladder ladder) {
        this.settings = settings;
        trainer = new Trainer(settings, ladder);
        learner = trainer.learner();
        ledger = trainer.ledger();
        snapshots = new Snapshots(
                settings, learner.networks(), trainer.recollection().regions());
        layout = settings.map().fingerprint();
    }

    /** A lane that goes on from a snapshot, with its settings; the next snapshot follows that one. */
    public static Lane ofSnapshot(LaneSettings settings, StoredSnapshot snapshot) {
        return new Lane(settings).goOn(snapshot);
    }

    /** The same that stands still, to be read: it needs no native library. */
    public static Lane still(LaneSettings settings, StoredSnapshot snapshot) {
        return new Lane(settings, Ladder.single()).goOn(snapshot);
    }

    private Lane goOn(StoredSnapshot snapshot) {
        SnapshotEntries.read(snapshot.chunks(), this::restore);
        resume();
        SnapshotManifest manifest = snapshot.manifest();
        snapshots.follow(manifest.proof().chain(), manifest.extent().nextOffset());
        return this;
    }

    public LaneSettings settings() {
        return settings;
    }

    /** A way to ask the model as it stands, for one thread; nothing may be applied any more. */
    public Reading reading() {
        return new Reading(learner.reader(nextOffset()), trainer.recollection());
    }

    /** Learns from what waits in the buffers, full or not; the record at {@code offset} asked for it. */
    void settle(long offset, long appendTime, Outputs outputs) {
        trainer.settle(appendTime, outputs);
        pass(offset);
    }

    /** Goes on in the log of {@code before}: at its place, with the keys seen there; {@code was}: its own place. */
    void takeOver(Lane before, long was) {
        learner.networks().moveOffsets(before.nextOffset() - was);
        ledger.nextOffset = before.nextOffset();
        trainer.keys().takeOver(before.trainer.keys());
        snapshots.beginAt(nextOffset());
    }

    /** From now on examples that were made for {@code before}, or for lanes before it, are known to be old. */
    void succeed(Lane before) {
        earlier.takeOver(before.earlier);
        know(before.layout);
    }

    /** From now on examples of this layout are passed over, unless it is the present one. */
    void know(int other) {
        if (other != layout) {
            earlier.add(other);
        }
    }

    /** Whether it has never learned or scored anything. */
    boolean isFresh() {
        return ledger.isEmpty();
    }

    /** Why a task cannot be served by another network, or an empty text. */
    String complaint(Reassignment move) {
        return learner.complaint(move);
    }

    /**
     * Has a task served by another network from the next score on.
     *
     * @throws IllegalArgumentException if it cannot be; says why
     */
    public void obey(Reassignment move) {
        Require.that(complaint(move).isEmpty(), "%s", complaint(move));
        learner.obey(move);
    }

    /** Why nothing is done about a task, or an empty text. */
    String complaint(Countermeasure measure) {
        return learner.complaint(measure);
    }

    /**
     * Does something about a task from the next step on.
     *
     * @throws IllegalArgumentException if the model has not asked for it; says why
     */
    public void obey(Countermeasure measure) {
        Require.that(complaint(measure).isEmpty(), "%s", complaint(measure));
        learner.obey(measure);
    }

    /** Leaves a record out. */
    void pass(long offset) {
        ledger.nextOffset = offset + 1;
    }

    /** Sends a snapshot of the model as it is. */
    public void snapshot(SnapshotManifest.Cause cause, Outputs outputs) {
        snapshots.take(
                new Snapshots.Moment(cause, learner.version(), nextOffset(), ledger.learned),
                metrics(),
                parts(),
                outputs);
    }

    /**
     * The lane that goes on from {@code old} under other settings: parts with the same names are the old lane's bit for
     * bit, new ones are as they begin. Parts of tasks and features that are gone are forgotten, but for the rows of a
     * feature's buckets, which others may share. Counters, keys, chain of snapshots and log offset go on. Nothing may
     * wait in the old lane's buffers: {@link #settle} it first. It is only read.
     *
     * <p>Whatever is not as it begins counts as changed, so that the next checkpoint has it. Its blocks are numbered
     * anew: those of the old lane's checkpoints must not come before them.
     *
     * @throws IllegalArgumentException if the settings do not allow it; names all {@link Evolution#obstacles}
     * @throws IllegalStateException if examples wait to be learned from
     */
    static Lane evolved(Lane old, LaneSettings next) {
        Evolution.require(old.settings, next, old.trainer.buffers().contents().size());
        Lane lane = new Lane(next);
        Origins origins = Origins.of(old.settings.map(), next.map());
        lane.learner.inherit(old.learner, origins);
        lane.trainer.recollection().inherit(old.trainer.recollection(), origins);
        lane.trainer.keys().takeOver(old.trainer.keys());
        Remembered.copy(old.snapshots, lane.snapshots);
        lane.succeed(old);
        Remembered.copy(old.ledger, lane.ledger);
        return lane;
    }

    /**
     * Learns from a labelled example (when its batch is full), scores a request (at once) or obeys a tick. What would
     * spoil the model goes to {@link Outputs#refused}: at once if {@link Admission} says so, or when its batch is due
     * and the {@link Learner} cannot learn from it. Nothing is then another than if it had not been there; but what the
     * learner refuses is remembered by features of earlier events, and may have cut a batch by its time.
     *
     * @param appendTime when the log took the record, in epoch milliseconds
     * @return false if it was passed over, because it was made for features or tasks of an earlier configuration
     * @throws IllegalArgumentException if the example was made by another feature map that was never configured
     */
    public boolean apply(long offset, long appendTime, LogRecord record, Outputs outputs) {
        if (record instanceof LogRecord.Event event) {
            return apply(offset, appendTime, event.example(), outputs);
        }
        if (record instanceof LogRecord.Reassign reassign) {
            pass(offset);
            obey(reassign.move());
            return true;
        }
        if (record instanceof LogRecord.React react) {
            pass(offset);
            obey(react.measure());
            return true;
        }
        ledger.ticks++;
        settle(offset, appendTime, outputs);
        metrics().forEach(outputs::metrics);
        return true;
    }

    private boolean apply(long offset, long appendTime, Example example, Outputs outputs) {
        if (example.layout() != layout) {
            earlier.require(example.layout(), layout, offset);
            pass(offset);
            return false;
        }
        pass(offset);
        if (trainer.apply(new Pending(offset, appendTime, example), outputs)) {
            publishDue(outputs);
        }
        return true;
    }

    private void publishDue(Outputs outputs) {
        if (ledger.learned % settings.metricsEvery() == 0) {
            metrics().forEach(outputs::metrics);
        }
        if (ledger.learned % settings.snapshotsEvery() == 0) {
            snapshot(SnapshotManifest.Cause.SCHEDULED, outputs);
        }
    }

    /** Event time of the last learned example, in epoch milliseconds. */
    public long eventTime() {
        return ledger.eventTime;
    }

    /** The first log offset that has not been applied. */
    public long nextOffset() {
        return ledger.nextOffset;
    }

    /** What the numbers depend on besides configuration and log. */
    public String platform() {
        return learner.networks().platform();
    }

    /** Gradient steps taken. */
    public long version() {
        return learner.version();
    }

    /** Writes all blocks that changed since the last checkpoint, and what is not in blocks. */
    public void checkpoint(BlockSink sink) {
        snapshots.collectDirty(sink);
        Snapshots.visit(parts(), sink);
    }

    /** The same of all blocks that ever changed. */
    void checkpointWhole(BlockSink sink) {
        snapshots.collectDirty((region, block, bytes) -> {}); // they are among the touched ones
        snapshots.visitTouched(sink);
        Snapshots.visit(parts(), sink);
    }

    /** Gives each place of a whole checkpoint. */
    void visitPlaces(BiConsumer<Integer, Integer> visitor) {
        checkpointWhole((region, block, bytes) -> visitor.accept(region, block));
    }

    /** Takes back one block of a checkpoint; the last one of each (region, block) counts. */
    public void restore(int region, int block, byte[] bytes) {
        if (region == Snapshots.META) {
            restored.restore(block, bytes);
        } else {
            snapshots.restore(region, block, bytes);
        }
    }

    /**
     * To be called after the last restored block, before anything is applied.
     *
     * @throws IllegalStateException if the state belongs to another configuration; says which part of it
     */
    public void resume() {
        if (restored.isEmpty()) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(restored.join()))) {
            read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint ends too early", e);
        }
    }

    public Totals totals() {
        return ledger.totals(trainer.buffers().contents().size(), snapshots.count());
    }

    /** Log offsets of what waits in the buffers. */
    public Set<Long> waiting() {
        return trainer.buffers().contents().stream()
                .map(Pending::offset)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Quality of each task up to now, in configuration order. */
    public List<TaskMetrics> metrics() {
        return trainer.metrics();
    }

    /** All parameters and what is remembered of earlier events, by what they are for. */
    public List<Section> sections() {
        var networks = learner.networks().sections().stream();
        return Stream.concat(networks, trainer.recollection().sections()).toList();
    }

    /** How much each task has learned to take from whom, as {@link io.thalweg.model.Network#shares} has it. */
    public Map<String, Map<String, Double>> shares() {
        return learner.shares();
    }

    /** SHA-256 of all parameters in canonical order, in lower-case hex. */
    public String parametersSha256() {
        return learner.networks().parametersSha256();
    }

    private List<byte[]> parts() {
        return Meta.split(this::write);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(FORMAT);
        settings.shape().write(out);
        ledger.write(out);
        earlier.write(out);
        snapshots.write(out);
        learner.write(out);
        trainer.keys().write(out);
        PendingCodec.write(out, trainer.buffers().contents());
    }

    private void read(DataInputStream in) throws IOException {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "the checkpoint has format %d; this version reads %d".formatted(format, FORMAT));
        }
        settings.shape().requireSame(in);
        ledger.read(in);
        earlier.read(in);
        snapshots.read(in);
        learner.read(in);
        trainer.keys().read(in);
        trainer.buffers().restore(PendingCodec.readAll(in));
    }
}

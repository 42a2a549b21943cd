package io.thalweg.app.replay;

import io.thalweg.app.console.CommandException;
import io.thalweg.app.console.ConfigFile;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Progress;
import io.thalweg.app.console.Quiet;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Lane;
import io.thalweg.publish.Prediction;
import io.thalweg.replay.Course;
import io.thalweg.replay.PublishedSnapshots;
import io.thalweg.replay.Range;
import io.thalweg.replay.Replayer;
import io.thalweg.replay.Reproduction;
import io.thalweg.replay.TrainLog;
import io.thalweg.stream.Chronicle;
import io.thalweg.stream.StreamException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a published prediction again, from the snapshot before it. */
@Command(
        name = "explain-score",
        description = {
            "Makes a published prediction again, and says whether it is the same to the bit.",
            "",
            "Finds the newest prediction with the key, begins at the nearest snapshot at or before its event and learns"
                    + " from the train log until the event is scored again. Writes nothing. Ends with 1 if the score"
                    + " cannot be reproduced."
        })
public final class ExplainScoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "The event's key.")
    private String key = "";

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(
            names = "--offset",
            paramLabel = "N",
            description = "The event's train-log offset, where several predictions have the key.")
    private @Nullable Long offset;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Quiet.ask();
        if (offset != null && offset < 0) {
            throw new ParameterException(spec.commandLine(), "--offset must be 0 or more, got " + offset);
        }
        ThalwegConfig loaded = config.load();
        ScoreExplanation explanation = explain(loaded);
        PrintWriter out = spec.commandLine().getOut();
        explanation.lines().forEach(out::println);
        out.flush();
        JsonFile.write(json, explanation.json());
        return explanation.isReproduced() ? 0 : 1;
    }

    private ScoreExplanation explain(ThalwegConfig loaded) {
        PrintWriter err = spec.commandLine().getErr();
        try (Chronicle chronicle = Chronicle.open(loaded, err::println)) {
            return explain(loaded, chronicle);
        } catch (IllegalStateException | IllegalArgumentException | KafkaException | StreamException e) {
            throw Chronicle.explaining(loaded, null, e);
        }
    }

    private ScoreExplanation explain(ThalwegConfig loaded, Chronicle chronicle) {
        Prediction published = chronicle.prediction(
                key.getBytes(StandardCharsets.UTF_8), offset == null ? OptionalLong.empty() : OptionalLong.of(offset));
        PublishedSnapshots snapshots = chronicle.snapshots();
        TrainLog log = chronicle.log();
        if (published.offset() >= log.end()) {
            throw new CommandException(
                    "the prediction is of train-log offset %d, but %s ends at %d: the log was made anew since then",
                    published.offset(), log.name(), log.end());
        }
        Range range = new Range(log, snapshots);
        Range.Start start = range.nearest(published.offset());
        List<String> notes = new ArrayList<>(range.notes());
        OriginalModel model = new OriginalModel(loaded, chronicle.archive(), snapshots, log, notes);
        Reproduction reproduction = new Reproduction(published);
        Course course = new Course(model.at(start), reproduction);
        long from = start.offset();
        try (Progress progress =
                new Progress("log offsets", log.end() - from, spec.commandLine().getErr())) {
            new Replayer(course, null, 0)
                    .run(reproduction.until(log.read(from, log.end())), position -> progress.stepTo(position - from));
        }
        Lane lane = course.lane();
        return new ScoreExplanation(published, reproduction, start, lane.platform(), notes);
    }
}

package io.thalweg.app;

import io.thalweg.app.console.ConfigFile;
import io.thalweg.app.console.Progress;
import io.thalweg.app.console.Report;
import io.thalweg.app.console.ReportTable;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.csv.CsvSource;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.Reason;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;
import io.thalweg.replay.Student;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The same core over a file, without Kafka: for choosing a configuration in seconds. */
@Command(
        name = "evaluate",
        description = {
            "Learns from a file of events without Kafka and reports how good the predictions were.",
            "",
            "Every event is predicted before it is learned from, once, in time order. The file's header names the"
                    + " fields that the configuration maps; an empty cell is a value that is not known."
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int SHOWN_REJECTIONS = 3;

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(names = "--csv", required = true, paramLabel = "FILE", description = "The events, as CSV or CSV.gz.")
    private Path csv = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private long events;
    private long quarantined;
    private long offset;
    private long lastTime;

    @Override
    public Integer call() {
        ThalwegConfig loaded = config.load();
        PrintWriter out = spec.commandLine().getOut();
        try (CsvSource source = CsvSource.open(csv, loaded.input())) {
            Report report = evaluate(loaded, source);
            ReportTable.print(report, out);
            if (json != null) {
                report.writeJson(json);
            }
        }
        return 0;
    }

    private Report evaluate(ThalwegConfig loaded, CsvSource source) {
        Lane lane = new Lane(loaded.lane());
        Student student = Student.of(lane);
        Extractor extractor = new Extractor(loaded.features(), loaded.input());
        PrintWriter err = spec.commandLine().getErr();
        if (source.isSortedInMemory()) {
            err.println(csv + " is not in time order; its rows were sorted in memory");
        }
        long start = System.nanoTime();
        try (Progress progress = new Progress("events", source.rows(), err)) {
            for (Decoded decoded = source.next(); decoded != null; decoded = source.next()) {
                events++;
                progress.step();
                apply(decoded, extractor, student);
            }
        }
        student.apply(offset++, lastTime, new LogRecord.Tick(lastTime), Outputs.NONE);
        double seconds = (System.nanoTime() - start) / 1e9;
        Report.Counts counts = new Report.Counts(events, seconds, quarantined, lane.totals());
        return new Report(counts, lane.parametersSha256(), lane.metrics(), Map.of(), shares(lane));
    }

    /** A line for each gate and row of weights by which tasks choose what they share, to three places. */
    private static Map<String, Object> shares(Lane lane) {
        Map<String, Object> rounded = new LinkedHashMap<>();
        lane.shares().forEach((name, shares) -> {
            Map<String, Double> row = new LinkedHashMap<>();
            shares.forEach((whose, share) -> row.put(whose, Math.rint(share * 1_000) / 1_000));
            rounded.put(name, row);
        });
        return rounded;
    }

    /** What the train log does not take gets no offset here either, so that both number the same records alike. */
    private void apply(Decoded decoded, Extractor extractor, Student student) {
        if (decoded instanceof Decoded.Rejected rejected) {
            reject(rejected.reason(), rejected.detail());
        } else if (decoded instanceof Decoded.Accepted accepted) {
            Extracted extracted = extractor.extract(accepted.observation());
            if (extracted instanceof Extracted.Rejected rejected) {
                reject(rejected.reason(), rejected.detail());
            } else if (extracted instanceof Extracted.Accepted made) {
                Example example = made.example();
                lastTime = example.time();
                student.apply(offset++, lastTime, new LogRecord.Event(example), Outputs.NONE);
            }
        }
    }

    private void reject(Reason reason, String detail) {
        quarantined++;
        if (quarantined <= SHOWN_REJECTIONS) {
            String last = quarantined == SHOWN_REJECTIONS ? " (further ones are only counted)" : "";
            spec.commandLine()
                    .getErr()
                    .println("event %d is one for quarantine: %s, %s%s".formatted(events, reason, detail, last));
        }
    }
}

package io.thalweg.app.evaluate;

import io.thalweg.app.console.AlarmRow;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Progress;
import io.thalweg.app.console.Report;
import io.thalweg.app.console.ReportTable;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.csv.CsvSource;
import io.thalweg.ingest.Reason;
import io.thalweg.lane.Lane;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The same core over a file, without Kafka: for choosing a configuration in seconds. */
@Command(
        name = "evaluate",
        description = {
            "Learns from a file of events without Kafka and reports how good the predictions were.",
            "",
            "Every event is predicted before it is learned from, once, in time order. The file's header names the"
                    + " fields that the configuration maps; an empty cell is a value that is not known.",
            "",
            "With --matrix it compares every way of sharing and every balance, as Markdown: each way of sharing with"
                    + " fixed weights, each balance with hard sharing, the configuration as it is, and pairs of the best;"
                    + " all against independent networks, each as wide and deep as the shared one. Words that the"
                    + " configuration uses keep their settings, others have their defaults. Intervals are from a"
                    + " bootstrap over blocks of 1,000 consecutive events."
        })
public final class EvaluateCommand implements Callable<Integer> {
    private static final int SHOWN_REJECTIONS = 3;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration, such as ops/examples/shop.yaml; with --matrix one for each --csv.")
    private List<Path> configs = List.of();

    @Option(
            names = "--csv",
            required = true,
            paramLabel = "FILE",
            description = "The events, as CSV or CSV.gz; with --matrix there can be several.")
    private List<Path> files = List.of();

    @Option(names = "--events", paramLabel = "N", description = "Take only the first N events.")
    private long most = Long.MAX_VALUE;

    @Option(names = "--matrix", description = "Compare ways of sharing and balances.")
    private boolean isMatrix;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "With --matrix: learn so many models at a time (default: one for each processor).")
    private int lanes = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private long rejections;
    private boolean isDiverged; // and has been told

    @Override
    public Integer call() {
        requireSense();
        List<Dataset> sets = IntStream.range(0, files.size())
                .mapToObj(i -> new Dataset(ThalwegConfig.load(configs.get(i)), files.get(i), most))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        if (isMatrix) {
            List<MatrixResult> results = new Matrix(this::say).of(sets, lanes);
            new MatrixTable(out).print(results);
            JsonFile.write(json, results.stream().map(MatrixResult::json).toList());
        } else {
            Report report = evaluate(sets.get(0));
            ReportTable.print(report, out);
            JsonFile.write(json, report.json());
        }
        return 0;
    }

    private void requireSense() {
        String wrong = "";
        if (configs.size() != files.size()) {
            wrong = "%d configurations (-c) for %d files (--csv); give one for each, in the same order"
                    .formatted(configs.size(), files.size());
        } else if (files.size() > 1 && !isMatrix) {
            wrong = "%d files, but only --matrix takes several; give one".formatted(files.size());
        } else if (lanes < 1) {
            wrong = "--lanes must be at least 1, got %d".formatted(lanes);
        } else if (most < 1) {
            wrong = "--events must be at least 1, got %d".formatted(most);
        }
        if (!wrong.isEmpty()) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
    }

    private Report evaluate(Dataset set) {
        long start = System.nanoTime();
        try (CsvSource source = set.open()) {
            if (source.isSortedInMemory()) {
                say(set.csv() + " is not in time order; its rows were sorted in memory");
            }
            Pass pass = new Pass(set.config(), set.config().lane(), source, this::rejected);
            PrintWriter err = spec.commandLine().getErr();
            try (Progress progress = new Progress("events", Math.min(most, source.rows()), err)) {
                while (pass.events() < most && pass.step()) {
                    progress.step();
                }
            }
            pass.end();
            Lane lane = pass.lane();
            return new Report(
                    pass.counts((System.nanoTime() - start) / 1e9),
                    lane.parametersSha256(),
                    lane.metrics(),
                    Map.of(),
                    more(pass));
        }
    }

    private static Map<String, Object> more(Pass pass) {
        Map<String, Object> more = new LinkedHashMap<>(shares(pass.lane()));
        if (!pass.alarms().isEmpty()) {
            more.put("driftAlarms", pass.alarms().stream().map(AlarmRow::of).toList());
        }
        return more;
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

    private void rejected(long event, Reason reason, String detail) {
        rejections++;
        boolean isNews = reason == Reason.DIVERGED && !isDiverged;
        isDiverged |= isNews;
        if (rejections <= SHOWN_REJECTIONS || isNews) {
            String last = rejections == SHOWN_REJECTIONS ? " (further ones are only counted)" : "";
            say("event %d is one for quarantine: %s, %s%s".formatted(event, reason, detail, last));
        }
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}

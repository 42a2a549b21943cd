package io.thalweg.app.bench;

import io.thalweg.app.bench.ServeReport.Embedded;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Quiet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast it scores. */
@Command(
        name = "serve",
        description = {
            "Measures how long a score takes on this machine, each figure beside its floor.",
            "",
            "The linear model and the shared trunk of the click log, asked by the process that needs the score: 39"
                    + " fields are told, hashed and scored for three tasks. The floor reads as many numbers of tables and"
                    + " layers of the same size, and multiplies them."
        })
public final class ServeCommand implements Callable<Integer> {
    private static final double LINEAR_GOAL = 5; // microseconds
    private static final double SHARED_GOAL = 50;

    @Option(
            names = "--scores",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Scores of each model (default ${DEFAULT-VALUE}).")
    private int scores;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Another number, another log.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Quiet.ask();
        ServeReport report = new ServeReport(
                Machine.here(),
                List.of(
                        embedded("linear", Workload.Model.LINEAR, new BareModel(3), LINEAR_GOAL),
                        embedded("shared", Workload.Model.SHARED, new BareModel(8, 128, 64, 3), SHARED_GOAL)));
        PrintWriter out = spec.commandLine().getOut();
        report.lines().forEach(out::println);
        out.flush();
        JsonFile.write(json, report.json());
        return 0;
    }

    private Embedded embedded(String name, Workload.Model model, BareModel bare, double goal) {
        AskedScorer asked = new AskedScorer(model, seed);
        return new Embedded(name, Sample.timing(scores, asked::score), Sample.timing(scores, bare::score), goal);
    }
}

package io.thalweg.app.replay;

import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Quiet;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.replay.Bound;
import io.thalweg.replay.Drop;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Learns again from topic history, beside the live application and without touching it. */
@Command(
        name = "replay",
        description = {
            "Learns again from an application's history: the same model to the bit, a model as of then, a model that never"
                    + " saw some events, or the model that another configuration would have made.",
            "",
            "Reads committed records only, as client thalweg.<app>.replay and in no group; writes nothing, unless --as or"
                    + " --export asks for it. A model alone is had from the nearest snapshot on; --verify, --config,"
                    + " --drop, --as and --source raw begin at the log's beginning.",
            "",
            "A place (--from, --to) is 'beginning', a train-log offset, an event time (2026-11-20T08:00:00Z, or a day in"
                    + " UTC: the first event at or after it), or snapshot:ID."
        })
public final class ReplayCommand implements Callable<Integer> {
    /** Where the events come from. */
    enum Source {
        LOG,
        RAW
    }

    @Option(
            names = "-c",
            required = true,
            paramLabel = "FILE",
            description = "The configuration of the application whose history it is.")
    private Path file = Path.of("thalweg.yaml");

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            defaultValue = "log",
            description =
                    "log: the train log, exact. raw: the input topics in the train log's order, for other features.")
    private Source source = Source.LOG;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description = "Begin here; at an offset or a time with a fresh model.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "PLACE", description = "End before this; default: the log's end at the start.")
    private @Nullable String to;

    @Option(
            names = "--verify",
            description = "Hold every snapshot on the way against the published one; ends with 1 unless all agree.")
    private boolean verifies;

    @Option(
            names = "--config",
            paramLabel = "OTHER",
            description = "What if: learn with this configuration, and set its figures beside the original's.")
    private @Nullable Path other;

    @Option(
            names = "--drop",
            paramLabel = "SPEC",
            description =
                    "Leave these events out (again for more): key=K, source=TOPIC:PARTITION:FROM-TO, time=FROM/TO,"
                            + " or with --source raw field=NAME:VALUE.")
    private List<String> drops = List.of();

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Publish predictions, metrics and snapshots on the new topics thalweg.NAME.*.")
    private @Nullable String as;

    @Option(
            names = "--export",
            paramLabel = "SNAPSHOT",
            description = "Write the model at the end to this snapshot file.")
    private @Nullable Path export;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Log records a second at most; default: as many as it can.")
    private double rate;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Quiet.ask();
        ReplayRequest request = request();
        PrintWriter err = spec.commandLine().getErr();
        ReplayReport report = new ReplayRun(request, err).run();
        PrintWriter out = spec.commandLine().getOut();
        report.print(out);
        JsonFile.write(json, report.json());
        return report.isFailure() ? 1 : 0;
    }

    private ReplayRequest request() {
        Bound begin = from == null ? null : parsed(from, "--from", Bound::parse);
        Bound end = to == null ? null : parsed(to, "--to", Bound::parse);
        List<Drop> parsedDrops =
                drops.stream().map(drop -> parsed(drop, "--drop", Drop::parse)).toList();
        ReplayRequest request = new ReplayRequest(
                ThalwegConfig.load(file),
                other == null ? null : ThalwegConfig.load(other),
                source == Source.RAW,
                begin,
                end,
                verifies,
                parsedDrops,
                as,
                export,
                rate);
        String contradiction = request.contradiction();
        if (!contradiction.isEmpty()) {
            throw new ParameterException(spec.commandLine(), contradiction);
        }
        return request;
    }

    private <T> T parsed(String text, String option, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
        }
    }
}

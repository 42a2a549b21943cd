package io.thalweg.app.bench;

import io.thalweg.app.console.EmbeddedParts;
import io.thalweg.app.console.Interruption;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Quiet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How soon it is back. */
@Command(
        name = "recovery",
        description = {
            "Measures how a learner comes back on this machine, and what its commits and checkpoints cost.",
            "",
            "The shared trunk on the click log with 64 and 512 MB of state: from SIGKILL to the next published"
                    + " prediction (start of the process included), restore, ordinary commits, and how long learning"
                    + " stands still for a checkpoint of about 5 % of the state."
        })
public final class RecoveryCommand implements Callable<Integer> {
    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "7",
            description = "Kills of each size (default ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long commits of each size are watched (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Another number, another log.")
    private long seed;

    @Option(names = "--dir", paramLabel = "DIR", description = "An empty directory for the broker's data.")
    private @Nullable Path directory;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Quiet.ask();
        Recovery.Plan plan = new Recovery.Plan(kills, seconds, seed);
        try (Interruption interruption = new Interruption();
                EmbeddedParts parts = EmbeddedParts.start(directory)) {
            Bench.Parts on = new Bench.Parts(
                    parts.bootstrapServers(), parts.registryUrl(), parts.brokerPid(), parts.directory());
            Optional<RecoveryReport> report = new Recovery(on, plan, this::say, interruption::hasCome).run();
            report.ifPresent(found -> {
                found.lines().forEach(spec.commandLine().getOut()::println);
                spec.commandLine().getOut().flush();
                JsonFile.write(json, found.json());
            });
            return report.isPresent() ? 0 : 1;
        }
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}

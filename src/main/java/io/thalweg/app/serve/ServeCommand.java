package io.thalweg.app.serve;

import io.thalweg.app.console.ConfigFile;
import io.thalweg.app.console.Interruption;
import io.thalweg.app.console.ListenOption;
import io.thalweg.config.ThalwegConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A server of its own, beside however many others. */
@Command(
        name = "serve",
        description = {
            "Answers over HTTP until it is stopped with Ctrl-C: scores, what they are made of, the model, its health.",
            "",
            "Follows the snapshots topic and swaps in each new model; learns nothing itself, and disturbs nobody who"
                    + " does. Start as many as you need."
        })
public final class ServeCommand implements Callable<Integer> {
    private static final Duration GLANCE = Duration.ofMillis(100);

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Mixin
    private ListenOption listen = new ListenOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        ThalwegConfig loaded = config.load();
        try (Interruption interruption = new Interruption();
                Measured measured = new Measured(Path.of(""));
                Serving serving =
                        Serving.start(listen.settingsOrUsual(loaded), new Serving.Shown(loaded, "serve"), measured)) {
            say("listening on %s, the live page is at %s/".formatted(serving.uri(), serving.uri()));
            while (!interruption.hasCome()) {
                LockSupport.parkNanos(GLANCE.toNanos());
            }
        }
        say("stopped");
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }
}

package io.thalweg.app;

import io.thalweg.check.Verdict;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import io.thalweg.stream.TopicCheck;
import io.thalweg.wire.SchemaCheck;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Quiet.ask();
        ThalwegConfig loaded = config.load();
        say(Verdict.pass(
                "%s: %d features, %d tasks on %d topics",
                config.path(),
                loaded.features().features().size(),
                loaded.features().tasks().size(),
                loaded.input().topics().stream().filter(InputTopic::labelled).count()));
        List<Verdict> verdicts = new ArrayList<>(TopicCheck.of(loaded, PATIENCE));
        verdicts.addAll(SchemaCheck.of(loaded.input(), loaded.registry(), PATIENCE));
        verdicts.forEach(this::say);
        return verdicts.stream().anyMatch(verdict -> verdict.mark() == Verdict.Mark.FAIL) ? 1 : 0;
    }

    private void say(Verdict verdict) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s  %s%n", verdict.mark(), verdict.text());
        out.flush();
    }
}

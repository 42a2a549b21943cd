package io.thalweg.app.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast it answers. */
@Command(
        name = "http",
        description = {
            "Measures how fast models are asked on this machine while others learn, each figure beside its floor.",
            "",
            "The linear model and the shared trunk on the click log, learning 5,000 events/s in a JVM of their own:"
                    + " POST /v1/score with 1 example 1,000 times a second and with 256 as fast as two clients can ask,"
                    + " beside an empty route."
        })
public final class HttpCommand implements Callable<Integer> {
    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long each is asked (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private Stand stand = new Stand();

    @Override
    public Integer call() {
        LoadPlan plan = new LoadPlan(seconds, stand.seed());
        return stand.measure((on, say, isInterrupted) -> new HttpBench(on, plan, say, isInterrupted).run());
    }
}

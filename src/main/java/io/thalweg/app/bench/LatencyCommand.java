package io.thalweg.app.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon a request event is answered. */
@Command(
        name = "latency",
        description = {
            "Measures how soon the prediction of a request event can be read on its topic, by a reader of what is"
                    + " committed, while others are learned.",
            "",
            "The linear model and the shared trunk on the click log, learning 10,000 events/s in a JVM of their own,"
                    + " with the usual time between two commits and with shorter ones, and what these cost."
        })
public final class LatencyCommand implements Callable<Integer> {
    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How long requests are sent with each setting (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private Stand stand = new Stand();

    @Override
    public Integer call() {
        LoadPlan plan = new LoadPlan(seconds, stand.seed());
        return stand.measure((on, say, isInterrupted) -> new Latency(on, plan, say, isInterrupted).run());
    }
}

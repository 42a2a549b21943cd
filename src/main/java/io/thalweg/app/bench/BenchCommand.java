package io.thalweg.app.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast it is on this machine. */
@Command(
        name = "bench",
        subcommands = {RecoveryCommand.class, ServeCommand.class, HttpCommand.class, LatencyCommand.class},
        description = {
            "Measures how many events a second are learned on this machine, each figure beside its floor.",
            "",
            "A generated click log (26 categories, 13 numbers, three tasks) is copied by a plain exactly-once"
                    + " pass-through, learned end to end by a linear model and by a shared trunk, with the usual commits"
                    + " and with one every 20 ms, and learned from memory on one core; in turns, each in a JVM with a heap of 1 GB."
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

    @Mixin
    private Stand stand = new Stand();

    @Override
    public Integer call() {
        Bench.Size size = new Bench.Size(events, repeats, stand.seed());
        return stand.measure((on, say, isInterrupted) -> new Bench(on, size, say, isInterrupted).run());
    }
}

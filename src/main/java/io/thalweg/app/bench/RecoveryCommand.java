package io.thalweg.app.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon it is back. */
@Command(
        name = "recovery",
        description = {
            "Measures how a learner comes back on this machine, and what its commits and checkpoints cost.",
            "",
            "The shared trunk on the click log with 64 and 512 MB of state: from SIGKILL to the next published"
                    + " prediction (start of the process included), restore, ordinary commits, and how long learning"
                    + " stands still for a checkpoint of about 5 %% of the state."
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
            description = "How long checkpoints and commits of each size are watched (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Mixin
    private Stand stand = new Stand();

    @Override
    public Integer call() {
        Recovery.Plan plan = new Recovery.Plan(kills, seconds, stand.seed());
        return stand.measure((on, say, isInterrupted) -> new Recovery(on, plan, say, isInterrupted).run());
    }
}

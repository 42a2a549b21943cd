package io.thalweg.app.bench;

import io.thalweg.simulate.ClickLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** How soon request events are answered while others are learned, by the time between two commits. */
public final class Latency {
    private static final double LEARNED_PER_SECOND = 10_000;
    private static final double ASKED_PER_SECOND = 100;
    private static final List<Workload.Pace> PACES =
            List.of(Workload.USUAL, Workload.USUAL.withCommits(50), Workload.OFTEN);
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int WARM_SECONDS = 30; // the start leaves events behind, which are answered late

    private final Bench.Parts parts;
    private final LoadPlan plan;
    private final Consumer<String> progress;
    private final BooleanSupplier stopped;

    /**
     * Measurements to be made.
     *
     * @param progress told in a line what is going on
     * @param stopped whether to end early, between two measurements
     */
    public Latency(Bench.Parts parts, LoadPlan plan, Consumer<String> progress, BooleanSupplier stopped) {
        this.parts = parts;
        this.plan = plan;
        this.progress = progress;
        this.stopped = stopped;
    }

    /** Makes them; empty if they were stopped. */
    public Optional<LatencyReport> run() {
        measure("warm-up", Workload.Model.LINEAR, PACES.get(0)); // the broker is slow until it is compiled
        List<LatencyReport.Figures> figures = new ArrayList<>();
        for (Workload.Model model : List.of(Workload.Model.LINEAR, Workload.Model.SHARED)) {
            for (Workload.Pace pace : PACES) {
                if (stopped.getAsBoolean()) {
                    return Optional.empty();
                }
                figures.add(measure("latency", model, pace));
            }
        }
        return Optional.of(new LatencyReport(Machine.here(), plan, figures));
    }

    private LatencyReport.Figures measure(String run, Workload.Model model, Workload.Pace pace) {
        String name = model.name().toLowerCase(Locale.ROOT);
        String commits = pace.commitMillis() == null
                ? LatencyReport.DEFAULT
                : pace.commitMillis().toString();
        String app = "%s-%s-%s".formatted(run, name, commits);
        progress.accept("%s: asking for %d s".formatted(app, plan.seconds()));
        String topic = "bench." + app;
        var task = new RecoveryLearner.Task(
                model,
                app,
                topic,
                pace,
                new Assignment.Servers(parts.bootstrap(), parts.registry(), parts.brokerPid()));
        ClickFeed labelled = new ClickFeed(parts, topic, new ClickLog(plan.seed()));
        ClickFeed asking = ClickFeed.asking(parts, topic, new ClickLog(plan.seed() + 1));
        try (PacedFeed feed = new PacedFeed(labelled, LEARNED_PER_SECOND);
                PacedFeed requests = new PacedFeed(asking, ASKED_PER_SECOND);
                RecoveryProcess learner = new RecoveryProcess(
                        task, parts.directory().resolve(app), parts.directory().resolve(app + ".log"))) {
            feed.start();
            await(learner, task);
            try (AnswerWatch answers = new AnswerWatch(task)) {
                requests.start();
                LockSupport.parkNanos(WARM_SECONDS * SECOND_NANOS);
                answers.begin();
                double before = cpuSeconds(learner);
                LockSupport.parkNanos(plan.seconds() * SECOND_NANOS);
                double used = (cpuSeconds(learner) - before) / plan.seconds();
                return new LatencyReport.Figures(name, commits, answers.end(), used);
            }
        }
    }

    /** Until it has published something. */
    private void await(RecoveryProcess learner, RecoveryLearner.Task task) {
        try (Committed committed = new Committed(
                parts.bootstrap(), "thalweg." + task.app() + ".learn", "thalweg." + task.app() + ".train-log")) {
            learner.await(() -> committed.offset() > 0);
        }
    }

    /** What the learner and the broker have used up to now. */
    private double cpuSeconds(RecoveryProcess learner) {
        return learner.cpuSeconds() + Machine.cpuSeconds(parts.brokerPid());
    }
}

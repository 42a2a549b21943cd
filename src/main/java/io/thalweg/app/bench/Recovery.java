package io.thalweg.app.bench;

import io.thalweg.check.Require;
import io.thalweg.simulate.ClickLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How soon a killed learner publishes again, how fast its model comes back, and how long learning stands still for an
 * ordinary commit and for a checkpoint: the shared trunk on the click log, with 64 and with 512 MB of state.
 *
 * <p>For each size: the table is filled; then checkpoints follow each other so closely that each finds about 5 % of the
 * blocks changed; then, with checkpoints as far apart as usual, the learner is killed again and again, and at last its
 * ordinary commits are watched.
 */
public final class Recovery {
    private static final long MILLION = 1_000_000;
    private static final double FEED_PER_SECOND = 2_000;
    private static final int BATCH = 64;
    private static final int USUAL_CHECKPOINTS = 50_000; // the default

    private final Bench.Parts parts;
    private final Plan plan;
    private final Consumer<String> progress;
    private final BooleanSupplier stopped;

    /** How much is measured; {@code seconds} is how long checkpoints are watched, and then commits. */
    public record Plan(int kills, int seconds, long seed) {
        public Plan {
            Require.that(kills >= 1 && kills <= 100, "--kills must be from 1 to 100, got %d", kills);
            Require.that(seconds >= 5 && seconds <= 3_600, "--seconds must be from 5 to 3600, got %d", seconds);
        }
    }

    /**
     * One size: how it is filled, and how fast and how often checkpoints are to find 5 % of it changed. A step of 256
     * events alone would change 18 % of 64 MB.
     */
    private enum Scale {
        SMALL(Workload.Model.SHARED, 64, 100_000, 250, BATCH),
        BIG(Workload.Model.LARGE, 512, 400_000, 2_400, 10 * BATCH);

        private final Workload.Model model;
        private final int megabytes;
        private final long filling;
        private final double perSecond;
        private final int checkpointEvery;

        Scale(Workload.Model model, int megabytes, long filling, double perSecond, int checkpointEvery) {
            this.model = model;
            this.megabytes = megabytes;
            this.filling = filling;
            this.perSecond = perSecond;
            this.checkpointEvery = checkpointEvery;
        }

        private String app() {
            return "recovery-" + megabytes;
        }

        private String topic() {
            return "bench.recovery-" + megabytes;
        }
    }

    /**
     * Measurements to be made.
     *
     * @param progress told in a line what is going on
     * @param stopped whether to end early, between two measurements
     */
    public Recovery(Bench.Parts parts, Plan plan, Consumer<String> progress, BooleanSupplier stopped) {
        this.parts = parts;
        this.plan = plan;
        this.progress = progress;
        this.stopped = stopped;
    }

    /** Makes them; empty if they were stopped. */
    public Optional<RecoveryReport> run() {
        Map<Integer, RecoveryReport.Figures> figures = new LinkedHashMap<>();
        for (Scale scale : Scale.values()) {
            if (stopped.getAsBoolean()) {
                return Optional.empty();
            }
            figures.put(scale.megabytes, measure(scale));
        }
        return Optional.of(new RecoveryReport(Machine.here(), plan, figures));
    }

    private RecoveryReport.Figures measure(Scale scale) {
        ClickLog log = new ClickLog(plan.seed());
        progress.accept("%d MB: publishing %,d events".formatted(scale.megabytes, scale.filling));
        try (ClickFeed feed = new ClickFeed(parts, scale.topic(), log)) {
            feed.publish(scale.filling);
        }
        progress.accept("%d MB: filling the table".formatted(scale.megabytes));
        try (RecoveryProcess learner = learner(scale, USUAL_CHECKPOINTS)) {
            awaitLearned(scale, learner);
            learner.stop();
        }
        progress.accept("%d MB: checkpoints for %d s".formatted(scale.megabytes, plan.seconds()));
        List<TimedClients.Stall> checkpoints = checkpoints(scale, log);
        progress.accept("%d MB: %d kills, then ordinary commits for %d s"
                .formatted(scale.megabytes, plan.kills(), plan.seconds()));
        List<Double> seconds = new ArrayList<>();
        List<Double> commits = kill(scale, log, seconds);
        Path lines = log(scale);
        return new RecoveryReport.Figures(
                checkpoints, commits, RecoveryProcess.restores(lines), RecoveryProcess.catchUps(lines), seconds);
    }

    private Path log(Scale scale) {
        return parts.directory().resolve(scale.app() + ".log");
    }

    private RecoveryProcess learner(Scale scale, int checkpointEvery) {
        Workload.Pace pace = new Workload.Pace(BATCH, checkpointEvery);
        Assignment.Servers servers = new Assignment.Servers(parts.bootstrap(), parts.registry(), parts.brokerPid());
        return new RecoveryProcess(
                new RecoveryLearner.Task(scale.model, scale.app(), scale.topic(), pace, servers),
                parts.directory().resolve(scale.app()),
                log(scale));
    }

    private void awaitLearned(Scale scale, RecoveryProcess learner) {
        try (Committed committed =
                new Committed(parts.bootstrap(), "thalweg." + scale.app() + ".learn", trainLog(scale))) {
            learner.await(() -> committed.offset() >= scale.filling);
        }
    }

    private static String trainLog(Scale scale) {
        return "thalweg." + scale.app() + ".train-log";
    }

    private List<TimedClients.Stall> checkpoints(Scale scale, ClickLog log) {
        try (RecoveryProcess learner = learner(scale, scale.checkpointEvery);
                Arrivals arrivals = new Arrivals(parts.bootstrap(), "thalweg." + scale.app() + ".predictions");
                PacedFeed feed = new PacedFeed(new ClickFeed(parts, scale.topic(), log), scale.perSecond)) {
            feed.start();
            arrivals.awaitAfter(System.currentTimeMillis(), learner);
            LockSupport.parkNanos(plan.seconds() * 1_000 * MILLION);
            return learner.stop().checkpoints();
        }
    }

    /**
     * Adds the seconds from each SIGKILL until a prediction that was made after it can be read.
     *
     * @return ms of each ordinary commit of who was not killed
     */
    private List<Double> kill(Scale scale, ClickLog log, List<Double> seconds) {
        SplittableRandom random = new SplittableRandom(plan.seed());
        RecoveryProcess learner = learner(scale, USUAL_CHECKPOINTS);
        try (Arrivals arrivals = new Arrivals(parts.bootstrap(), "thalweg." + scale.app() + ".predictions");
                PacedFeed feed = new PacedFeed(new ClickFeed(parts, scale.topic(), log), FEED_PER_SECOND)) {
            feed.start();
            arrivals.awaitAfter(System.currentTimeMillis(), learner);
            for (int kill = 0; kill < plan.kills() && !stopped.getAsBoolean(); kill++) {
                LockSupport.parkNanos(random.nextLong(1_000, 4_000) * MILLION);
                long begun = System.nanoTime();
                learner.kill();
                long dead = System.currentTimeMillis();
                learner = learner(scale, USUAL_CHECKPOINTS);
                arrivals.awaitAfter(dead, learner);
                seconds.add((System.nanoTime() - begun) / 1e9);
            }
            LockSupport.parkNanos(plan.seconds() * 1_000 * MILLION);
            return learner.stop().commits();
        } finally {
            learner.close();
        }
    }
}

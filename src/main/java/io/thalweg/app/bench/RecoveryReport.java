package io.thalweg.app.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@link Recovery} has found, beside the goals. */
public final class RecoveryReport implements Findings {
    private static final double MB = 1 << 20;
    private static final double BLOCKS_PER_GB = 1 << 18; // of 4 KB
    private static final int FEWEST_BLOCKS = 1_000; // of a restore that says anything about speed

    private final Machine machine;
    private final Recovery.Plan plan;
    private final Map<Integer, Figures> figures; // by MB

    /** What one size came to: {@code commits} in ms, {@code kills} in seconds. */
    record Figures(
            List<TimedClients.Stall> checkpoints,
            List<Double> commits,
            List<RecoveryProcess.Restore> restores,
            List<RecoveryProcess.CatchUp> catchUps,
            List<Double> kills) {
        List<Double> stalls() {
            return checkpoints.stream().map(TimedClients.Stall::millis).toList();
        }

        double megabytesPerCheckpoint() {
            return quantile(
                    checkpoints.stream().map(stall -> stall.bytes() / MB).toList(), 0.5);
        }

        /** Records. */
        List<Double> learnedAgain() {
            return catchUps.stream().map(each -> (double) each.records()).toList();
        }

        List<Double> catchUpSeconds() {
            return catchUps.stream().map(each -> each.millis() / 1e3).toList();
        }

        /** Of each start that had something to read. */
        List<Double> secondsPerGigabyte() {
            return restores.stream()
                    .filter(restore -> restore.blocks() >= FEWEST_BLOCKS)
                    .map(restore -> restore.millis() / 1e3 / (restore.blocks() / BLOCKS_PER_GB))
                    .toList();
        }
    }

    /** A figure and the most it may be, or NaN where nothing was asked. */
    private record Line(String name, String unit, double value, double goal) {
        boolean isMissed() {
            return value > goal;
        }
    }

    RecoveryReport(Machine machine, Recovery.Plan plan, Map<Integer, Figures> figures) {
        this.machine = machine;
        this.plan = plan;
        this.figures = figures;
    }

    private static double quantile(List<Double> values, double share) {
        return Sample.of(values.stream().mapToDouble(Double::doubleValue)).quantile(share);
    }

    private static List<Line> lines(int megabytes, Figures of) {
        List<Line> lines = new ArrayList<>();
        boolean small = megabytes == 64;
        lines.add(new Line("killToPredictionMedian", "s", quantile(of.kills(), 0.5), small ? 5 : Double.NaN));
        lines.add(new Line("killToPredictionMax", "s", quantile(of.kills(), 1), Double.NaN));
        lines.add(new Line("restorePerGigabyte", "s", quantile(of.secondsPerGigabyte(), 0.5), 4));
        lines.add(new Line("learnedAgainMax", "records", quantile(of.learnedAgain(), 1), Double.NaN));
        lines.add(new Line("catchUpMax", "s", quantile(of.catchUpSeconds(), 1), Double.NaN));
        lines.add(new Line("commitP50", "ms", quantile(of.commits(), 0.5), Double.NaN));
        lines.add(new Line("commitP90", "ms", quantile(of.commits(), 0.9), 20));
        lines.add(new Line("checkpointStallP50", "ms", quantile(of.stalls(), 0.5), small ? 100 : 250));
        lines.add(new Line("checkpointStallP90", "ms", quantile(of.stalls(), 0.9), Double.NaN));
        lines.add(new Line("checkpointStallMax", "ms", quantile(of.stalls(), 1), Double.NaN));
        lines.add(new Line("checkpointMegabytes", "MB", of.megabytesPerCheckpoint(), Double.NaN));
        return lines;
    }

    /** For other programs. */
    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("kills", plan.kills());
        figures.forEach((megabytes, of) -> {
            Map<String, Object> size = new LinkedHashMap<>();
            lines(megabytes, of).forEach(line -> size.put(line.name(), line.value()));
            size.put("commits", of.commits().size());
            size.put("checkpoints", of.checkpoints().size());
            size.put("killsToPrediction", of.kills());
            size.put("restores", of.restores());
            size.put("catchUps", of.catchUps());
            json.put(megabytes + "MB", size);
        });
        return json;
    }

    /** For people, line by line. */
    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("%s, %s cores, %s", machine.processor(), machine.cores(), machine.java()));
        figures.forEach((megabytes, of) -> {
            lines.add("");
            lines.add(line(
                    "%d MB of state, %d kills, %d ordinary commits, %d checkpoints",
                    megabytes,
                    of.kills().size(),
                    of.commits().size(),
                    of.checkpoints().size()));
            for (Line each : lines(megabytes, of)) {
                String goal = Double.isNaN(each.goal())
                        ? ""
                        : line("  %s %.0f", each.isMissed() ? "MISSES" : "goal", each.goal());
                lines.add(line("  %-24s%10.2f %-3s%s", each.name(), each.value(), each.unit(), goal));
            }
        });
        return lines;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

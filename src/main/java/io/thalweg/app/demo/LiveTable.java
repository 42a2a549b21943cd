package io.thalweg.app.demo;

import io.thalweg.app.console.Progress;
import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.stream.LaneStatus;
import io.thalweg.stream.ThalwegStreams;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The demo while it runs: a table that is written over on a terminal, now and then a line elsewhere. */
final class LiveTable {
    private static final long TABLE_EVERY = Duration.ofMillis(500).toNanos();
    private static final long LINE_EVERY = Duration.ofSeconds(10).toNanos();
    private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

    private final PrintWriter out;
    private final ThalwegStreams streams;
    private final Supplier<Map<String, Double>> best; // by task, where it is known
    private final boolean isTerminal = Progress.isTerminal();
    private long last = System.nanoTime();
    private long learnedBefore;
    private int height;

    LiveTable(PrintWriter out, ThalwegStreams streams, Supplier<Map<String, Double>> best) {
        this.out = out;
        this.best = best;
        this.streams = streams;
    }

    /** Shows the present state, if what is shown is old enough. */
    void refresh(long published) {
        long now = System.nanoTime();
        if (now - last < (isTerminal ? TABLE_EVERY : LINE_EVERY)) {
            return;
        }
        double seconds = (now - last) / 1e9;
        last = now;
        List<LaneStatus> lanes = streams.lanes();
        if (lanes.isEmpty()) {
            return;
        }
        LaneStatus lane = lanes.get(0);
        double rate = (lane.totals().learned() - learnedBefore) / seconds;
        learnedBefore = lane.totals().learned();
        List<String> lines = lines(lane, published, rate);
        if (isTerminal) {
            out.print(height == 0 ? "" : String.format(Locale.ROOT, UP_AND_CLEAR, height));
            lines.forEach(out::println);
            height = lines.size();
        } else {
            out.println(lines.get(0));
        }
        out.flush();
    }

    private List<String> lines(LaneStatus lane, long published, double rate) {
        Map<String, Double> possible = best.get();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d published, %,d learned (%,.0f/s), %,d requests, %,d duplicates, %,d quarantined, %,d snapshots",
                published,
                lane.totals().learned(),
                rate,
                lane.totals().requests(),
                lane.totals().duplicates(),
                streams.counts().quarantined() + lane.totals().refused(),
                lane.totals().snapshots()));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-12s%12s%10s%12s%10s%10s%12s",
                "task",
                "labelled",
                "",
                "model",
                "mean",
                "best",
                "lately"));
        for (TaskMetrics task : lane.metrics()) {
            lines.add(line(task, possible.getOrDefault(task.task(), Double.NaN)));
        }
        return lines;
    }

    private static String line(TaskMetrics task, double best) {
        Quality.Figure main = task.lifetime().main();
        return String.format(
                Locale.ROOT,
                "%-12s%,12d%10s%12s%10s%10s%12s",
                task.task(),
                task.labelled(),
                main.name(),
                figure(main.value()),
                figure(main.baseline()),
                figure(best),
                figure(task.window().main().value()));
    }

    private static String figure(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
    }
}

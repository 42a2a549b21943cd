package io.thalweg.app.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@link HttpBench} has found, beside the goals. */
public final class HttpReport implements Findings {
    private final Machine machine;
    private final LoadPlan plan;
    private final Map<String, Figures> figures; // by model

    /**
     * One model's.
     *
     * @param floor of the empty route, and {@code single} of one example, at the same pace
     * @param emptyPerSecond answers of the empty route, and {@code examplesPerSecond} of batches, as fast as they come
     * @param tasks scores of an example
     */
    record Figures(
            HttpLoad.Answers floor,
            HttpLoad.Answers single,
            double emptyPerSecond,
            double examplesPerSecond,
            int tasks) {}

    HttpReport(Machine machine, LoadPlan plan, Map<String, Figures> figures) {
        this.machine = machine;
        this.plan = plan;
        this.figures = figures;
    }

    /** For other programs. */
    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("seconds", plan.seconds());
        json.putAll(figures);
        return json;
    }

    /** For people, line by line. */
    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("%s, %s cores, %s", machine.processor(), machine.cores(), machine.java()));
        figures.forEach((model, of) -> {
            lines.add("");
            lines.add(line("%s, while 5,000 events/s are learned", model));
            latencies(lines, "1 example, 1,000/s", of.single(), 10);
            latencies(lines, "floor: empty route", of.floor(), Double.NaN);
            double scores = of.tasks() * of.examplesPerSecond();
            lines.add(line(
                    "  %-22s%,12.0f scores/s (%,.0f examples/s)  %s 200,000",
                    "batches of 256", scores, of.examplesPerSecond(), scores < 200_000 ? "MISSES" : "goal"));
            lines.add(line("  %-22s%,12.0f answers/s", "floor: empty route", of.emptyPerSecond()));
        });
        return lines;
    }

    private static void latencies(List<String> lines, String name, HttpLoad.Answers of, double goal) {
        String beside = Double.isNaN(goal) ? "" : line("  p99 %s %.0f", of.p99() > goal ? "MISSES" : "goal", goal);
        lines.add(
                line("  %-22sp50 %7.2f ms  p99 %7.2f ms  max %7.2f ms%s", name, of.p50(), of.p99(), of.max(), beside));
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

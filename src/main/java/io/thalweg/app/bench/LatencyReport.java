package io.thalweg.app.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@link Latency} has found, beside the goal. */
public final class LatencyReport implements Findings {
    static final String DEFAULT = "default";

    private static final int GOAL_MILLIS = 300;

    private final Machine machine;
    private final LoadPlan plan;
    private final List<Figures> figures;

    /**
     * One model's, with one setting.
     *
     * @param commits milliseconds between two, or that they are as by default
     * @param millis from request to prediction
     * @param cores busy with learner and broker
     */
    record Figures(String model, String commits, Sample millis, double cores) {
        private boolean isMissed() {
            return !(millis.quantile(0.99) <= GOAL_MILLIS);
        }

        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("model", model);
            json.put("commitMillis", commits);
            json.put("answers", millis.size());
            json.put("p50", millis.quantile(0.5));
            json.put("p99", millis.quantile(0.99));
            json.put("max", millis.quantile(1));
            json.put("cores", cores);
            return json;
        }
    }

    LatencyReport(Machine machine, LoadPlan plan, List<Figures> figures) {
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
        json.put("latency", figures.stream().map(Figures::json).toList());
        return json;
    }

    /** For people, line by line. */
    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("%s, %s cores, %s", machine.processor(), machine.cores(), machine.java()));
        lines.add("");
        lines.add("request event to its prediction, committed, while 10,000 events/s are learned; goal: p99 300 ms");
        lines.add("model   commit ms  answers   p50 ms   p99 ms   max ms   cores busy");
        for (Figures of : figures) {
            lines.add(line(
                    "%-7s %9s %8d %8.0f %8.0f %8.0f %12.2f%s",
                    of.model(),
                    of.commits(),
                    of.millis().size(),
                    of.millis().quantile(0.5),
                    of.millis().quantile(0.99),
                    of.millis().quantile(1),
                    of.cores(),
                    of.isMissed() ? "  MISSES" : ""));
        }
        return lines;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package io.thalweg.app.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long scores take, beside their floors. */
record ServeReport(Machine machine, List<Embedded> embedded) implements Findings {
    /**
     * A scorer in the process that asks; times in microseconds.
     *
     * @param goal the median in microseconds
     */
    record Embedded(String model, Sample scores, Sample floor, double goal) {
        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("medianMicros", scores.quantile(0.5));
            json.put("p99Micros", scores.quantile(0.99));
            json.put("floorMedianMicros", floor.quantile(0.5));
            json.put("toFloor", scores.quantile(0.5) / floor.quantile(0.5));
            json.put("goalMicros", goal);
            return json;
        }

        private String line() {
            double median = scores.quantile(0.5);
            return String.format(
                    Locale.ROOT,
                    "%-20s%10.2f%10.2f%10.2f%10.1f  %s %.0f",
                    model,
                    median,
                    scores.quantile(0.99),
                    floor.quantile(0.5),
                    median / floor.quantile(0.5),
                    median <= goal ? "goal" : "MISSES",
                    goal);
        }
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%s, %d cores, %s".formatted(machine.processor(), machine.cores(), machine.java()));
        lines.add("");
        lines.add("%-20s%10s%10s%10s%10s".formatted("embedded scorer, µs", "median", "p99", "floor", "x floor"));
        embedded.forEach(one -> lines.add(one.line()));
        return lines;
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        Map<String, Object> models = new LinkedHashMap<>();
        embedded.forEach(one -> models.put(one.model(), one.json()));
        json.put("embedded", models);
        return json;
    }
}

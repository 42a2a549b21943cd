package io.thalweg.app.evaluate;

import io.thalweg.learn.TaskMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the matrix found on one set.
 *
 * @param lines the baseline first
 * @param refused rows that do not go with this configuration, with the reason
 */
record MatrixResult(String name, long events, List<Line> lines, List<String> refused) {
    /**
     * One row.
     *
     * @param gain mean over the tasks
     * @param gains of each task
     */
    record Line(Trial.Row row, List<TaskMetrics> quality, Gain gain, List<Gain> gains) {
        private Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("sharing", row.sharing());
            json.put("balance", row.balance());
            json.put("multiTaskGain", gain.json());
            Map<String, Object> tasks = new LinkedHashMap<>();
            for (int task = 0; task < gains.size(); task++) {
                Map<String, Object> figures =
                        new LinkedHashMap<>(quality.get(task).lifetime().figures());
                figures.putAll(gains.get(task).json());
                tasks.put(quality.get(task).task(), figures);
            }
            json.put("tasks", tasks);
            return json;
        }
    }

    /** With the largest gain. */
    Line best() {
        return lines.stream()
                .max(Comparator.comparingDouble(line -> line.gain().value()))
                .orElseThrow();
    }

    /** The tasks that a row's sharing hurts beyond chance. */
    static List<String> hurt(Line line) {
        List<String> hurt = new ArrayList<>();
        for (int task = 0; task < line.gains().size(); task++) {
            if (line.gains().get(task).isLoss()) {
                hurt.add(line.quality().get(task).task());
            }
        }
        return hurt;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("set", name);
        json.put("events", events);
        json.put("eventsOfABlock", BlockLosses.EVENTS);
        json.put("rows", lines.stream().map(Line::json).toList());
        json.put("refused", refused);
        return json;
    }
}

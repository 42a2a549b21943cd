package io.thalweg.app.replay;

import io.thalweg.lane.Lane;
import io.thalweg.learn.TaskMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two models of the same events side by side.
 *
 * @param original learned again in the same run, which is exact and takes nothing but the log
 * @param tasks of the other model
 */
record WhatIf(Lane original, List<TaskMetrics> tasks) {
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("original", "learned again from the train log in the same run");
        json.put("originalParametersSha256", original.parametersSha256());
        Map<String, Object> byTask = new LinkedHashMap<>();
        pairs().forEach((task, figures) -> byTask.put(task, figures));
        json.put("tasks", byTask);
        return json;
    }

    /** By task and figure: {@code original} and {@code whatIf}, each where it exists. */
    private Map<String, Map<String, Map<String, Double>>> pairs() {
        Map<String, Map<String, Map<String, Double>>> pairs = new LinkedHashMap<>();
        add(pairs, "original", original.metrics());
        add(pairs, "whatIf", tasks);
        return pairs;
    }

    private static void add(
            Map<String, Map<String, Map<String, Double>>> pairs, String whose, List<TaskMetrics> tasks) {
        for (TaskMetrics task : tasks) {
            var figures = pairs.computeIfAbsent(task.task(), name -> new LinkedHashMap<>());
            figures(task)
                    .forEach((name, value) -> figures.computeIfAbsent(name, any -> new LinkedHashMap<>())
                            .put(whose, value));
        }
    }

    /** Baselines left out: they are of the labels, which are the same. */
    private static Map<String, Double> figures(TaskMetrics task) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("labelled", (double) task.labelled());
        figures.putAll(task.lifetime().figures());
        figures.keySet().removeIf(name -> name.startsWith("baseline"));
        return figures;
    }

    /** A table of task, figure, original, what if and their difference. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(row("what if", "figure", "original", "what if", "difference"));
        pairs().forEach((task, figures) -> figures.forEach((name, pair) -> {
            Double was = pair.get("original");
            Double is = pair.get("whatIf");
            lines.add(row(
                    task,
                    name,
                    was == null ? "-" : number(name, was),
                    is == null ? "-" : number(name, is),
                    was == null || is == null ? "-" : (is < was ? "" : "+") + number(name, is - was)));
        }));
        return lines;
    }

    private static String number(String figure, double value) {
        return figure.equals("labelled")
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String row(String task, String figure, String original, String whatIf, String difference) {
        return String.format(Locale.ROOT, "%-20s%-18s%14s%14s%14s", task, figure, original, whatIf, difference);
    }
}

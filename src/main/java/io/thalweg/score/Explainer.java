package io.thalweg.score;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.Observation;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Shapley values of an event's fields: what a field adds to the score when it becomes known, as a mean over the orders
 * in which fields can become known (Strumbelj and Kononenko 2014, Explaining prediction models and individual
 * predictions with feature contributions, section 3.2). The orders are drawn, each with its reverse, always the same
 * ones. A model without interactions, such as a linear one without crosses, is explained exactly; the sum is always
 * exact.
 */
final class Explainer {
    private static final int ORDERS = 16; // and as many reversed
    private static final double CERTAIN = 1e-7; // least distance of a probability from 0 and 1

    private final Desk desk;
    private final InputMap input;
    private final List<Task> tasks;
    private final Consumer<Observation> scores;

    /** @param scores has the desk answer an observation */
    Explainer(Desk desk, InputMap input, List<Task> tasks, Consumer<Observation> scores) {
        this.desk = desk;
        this.input = input;
        this.tasks = tasks;
        this.scores = scores;
    }

    /** One explanation for each task, of an observation that the desk can answer. */
    List<Explanation> explain(Observation observation) {
        List<Column> columns = input.columns();
        List<Integer> known = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            if (column != input.time() && column != input.key() && observation.isKnown(column)) {
                known.add(column);
            }
        }
        scores.accept(observation);
        int[] classes = classes();
        double[] whole = figures(classes);
        boolean[] unknown = new boolean[columns.size()];
        known.forEach(column -> unknown[column] = true);
        scores.accept(observation.without(unknown));
        double[] base = figures(classes);
        double[][] sums = new double[columns.size()][tasks.size()];
        for (int order = 0; order < ORDERS; order++) {
            Collections.shuffle(known, new Random(order));
            walk(observation, known, classes, sums);
            Collections.reverse(known);
            walk(observation, known, classes, sums);
        }
        Collections.sort(known);
        return IntStream.range(0, tasks.size())
                .mapToObj(task -> explanation(task, known, base[task], whole[task], sums))
                .toList();
    }

    /** Lets the fields become known one after the other. */
    private void walk(Observation observation, List<Integer> order, int[] classes, double[][] sums) {
        boolean[] unknown = new boolean[input.columns().size()];
        order.forEach(column -> unknown[column] = true);
        scores.accept(observation.without(unknown));
        double[] before = figures(classes);
        for (int column : order) {
            unknown[column] = false;
            scores.accept(observation.without(unknown));
            double[] after = figures(classes);
            for (int task = 0; task < after.length; task++) {
                sums[column][task] += after[task] - before[task];
            }
            before = after;
        }
    }

    /** Of each task of more than two classes the most probable one. */
    private int[] classes() {
        int[] classes = new int[tasks.size()];
        for (int task = 0; task < classes.length; task++) {
            classes[task] = isOfMany(task) ? (int) desk.score(task) : 1;
        }
        return classes;
    }

    private boolean isOfMany(int task) {
        return tasks.get(task).loss().isClassification()
                && tasks.get(task).loss().outputs() > 2;
    }

    private double[] figures(int[] classes) {
        double[] figures = new double[tasks.size()];
        for (int task = 0; task < figures.length; task++) {
            double said = isOfMany(task) ? desk.probability(task, classes[task]) : desk.score(task);
            figures[task] = unit(task) == Explanation.Unit.LOG_ODDS ? logOdds(said) : said;
        }
        return figures;
    }

    private Explanation.Unit unit(int task) {
        return switch (tasks.get(task).loss().meaning()) {
            case PROBABILITY -> Explanation.Unit.LOG_ODDS;
            case MARGIN -> Explanation.Unit.MARGIN;
            case VALUE, EXPECTATION, QUANTILE -> Explanation.Unit.LABEL;
        };
    }

    private static double logOdds(double probability) {
        double bounded = Math.max(CERTAIN, Math.min(1 - CERTAIN, probability));
        return StrictMath.log(bounded) - StrictMath.log1p(-bounded);
    }

    private Explanation explanation(int task, List<Integer> known, double base, double whole, double[][] sums) {
        List<Explanation.Part> parts = known.stream()
                .map(column ->
                        new Explanation.Part(input.columns().get(column).field(), sums[column][task] / (2 * ORDERS)))
                .toList();
        return new Explanation(tasks.get(task).name(), unit(task), base, whole, parts);
    }
}

package io.thalweg.learn;

import io.thalweg.feature.Example;
import io.thalweg.loss.Prior;
import io.thalweg.task.Task;
import java.util.List;

/** The labels of a batch, and what scores of it are worth by them. Scores are shifted ones, {@code [rows, outputs]}. */
final class BatchLabels {
    private static final double WILDEST = 1e12; // a million times the largest label

    private final List<Task> tasks;
    private final List<TaskProgress> progress;
    private final List<Example> examples;
    private final int[] first;
    private final int outputs;
    private final double[] weights; // of all labels of each task
    private final long[] counts;

    BatchLabels(List<Task> tasks, List<TaskProgress> progress, List<Example> examples, int[] first, int outputs) {
        this.tasks = tasks;
        this.progress = progress;
        this.examples = examples;
        this.first = first;
        this.outputs = outputs;
        weights = new double[tasks.size()];
        counts = new long[tasks.size()];
        visit((row, example, i) -> {
            weights[example.tasks()[i]] += example.weight(i);
            counts[example.tasks()[i]]++;
        });
    }

    /** A label: the row of its example, and its index there. */
    private interface Visitor {
        void visit(int row, Example example, int index);
    }

    private void visit(Visitor visitor) {
        for (int row = 0; row < examples.size(); row++) {
            Example example = examples.get(row);
            for (int i = 0; i < example.tasks().length; i++) {
                if (!Float.isNaN(example.labels()[i])) {
                    visitor.visit(row, example, i);
                }
            }
        }
    }

    List<Example> examples() {
        return examples;
    }

    /** How many there are of each task. */
    long[] counts() {
        return counts;
    }

    /** Which tasks have any that weigh something. */
    boolean[] present() {
        boolean[] present = new boolean[weights.length];
        for (int task = 0; task < present.length; task++) {
            present[task] = weights[task] > 0;
        }
        return present;
    }

    /** The present tasks that count for anything by their configured weight, which are those to be balanced. */
    boolean[] balanced() {
        boolean[] balanced = present();
        for (int task = 0; task < balanced.length; task++) {
            balanced[task] &= tasks.get(task).weight() > 0;
        }
        return balanced;
    }

    /** Slopes of the weighted mean loss of each task, {@code [rows, outputs]}; 0 where there is no label. */
    float[] slopes(float[] scores) {
        float[] slopes = new float[scores.length];
        visit((row, example, i) -> {
            int task = example.tasks()[i];
            if (weights[task] > 0) {
                Prior prior = progress.get(task).prior();
                double scale = tasks.get(task).weight() * example.weight(i) / weights[task] * prior.slopeScale();
                int at = row * outputs + first[task];
                tasks.get(task).loss().slope(scores, at, learned(example, i), (float) scale, slopes, at);
                prior.unstretch(scores, slopes, at);
            }
        });
        return slopes;
    }

    /** Which rows have a label whose score or slope is not finite, or beyond {@value #WILDEST}. */
    boolean[] wild(float[] scores, float[] slopes) {
        boolean[] wild = new boolean[examples.size()];
        visit((row, example, i) -> {
            int task = example.tasks()[i];
            int from = row * outputs + first[task];
            for (int at = from; at < from + tasks.get(task).loss().outputs(); at++) {
                wild[row] |= !(Math.abs(scores[at]) <= WILDEST) || !(Math.abs(slopes[at]) <= WILDEST); // or NaN
            }
        });
        return wild;
    }

    /**
     * Weighted mean loss of each task, free of units and of the task's own weight; 0 where there is no label. The
     * likelihood of a value can be above 1, and its loss below 0: that counts as none.
     */
    double[] losses(float[] scores) {
        double[] losses = new double[weights.length];
        visit((row, example, i) -> {
            int task = example.tasks()[i];
            if (weights[task] > 0) {
                double loss = tasks.get(task).loss().value(scores, row * outputs + first[task], learned(example, i));
                losses[task] += loss * example.weight(i) / weights[task];
            }
        });
        for (int task = 0; task < losses.length; task++) {
            losses[task] = Math.max(0, losses[task] * progress.get(task).prior().lossScale());
        }
        return losses;
    }

    private float learned(Example example, int index) {
        return tasks.get(example.tasks()[index]).transform().apply(example.labels()[index]);
    }
}

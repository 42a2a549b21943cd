package io.thalweg.publish;

import io.thalweg.batch.Pending;
import io.thalweg.feature.Example;
import io.thalweg.learn.Step;
import io.thalweg.task.Task;
import java.util.List;

/** Turns what a step computed into one {@link Prediction} per event, in the labels' own units. */
public final class Predictions {
    private static final float[] NONE = {};
    private static final float[][] NO_CLASSES = {};

    private final List<Task> tasks;
    private final int[] first;
    private final int outputs;
    private final boolean hasClasses; // a task with more than two

    /** @param first position of each task's first score among {@code outputs} */
    public Predictions(List<Task> tasks, int[] first, int outputs) {
        this.tasks = tasks;
        this.first = first;
        this.outputs = outputs;
        hasClasses = tasks.stream().anyMatch(task -> classes(task) > 2);
    }

    /** Of every example of a step, in log order within its buffer. */
    public void publish(Step step, Outputs to) {
        to.learned(step.batch());
        List<Pending> examples = step.batch().examples();
        for (int row = 0; row < examples.size(); row++) {
            Pending pending = examples.get(row);
            to.prediction(of(pending.example(), pending.offset(), step.version(), step.predictions(), row * outputs));
        }
    }

    /** Of one example whose predictions begin at {@code at}. */
    public Prediction of(Example example, long offset, long version, float[] predictions, int at) {
        int n = example.tasks().length;
        String[] names = new String[n];
        float[] scores = new float[n];
        float[][] probabilities = hasClasses ? new float[n][] : NO_CLASSES;
        float[] labels = new float[n];
        for (int i = 0; i < n; i++) {
            Task task = tasks.get(example.tasks()[i]);
            names[i] = task.name();
            int from = at + first[example.tasks()[i]];
            int classes = classes(task);
            scores[i] = score(example.tasks()[i], predictions, at);
            labels[i] = example.isRequest() ? Float.NaN : example.labels()[i];
            if (hasClasses) {
                probabilities[i] = classes > 2 ? java.util.Arrays.copyOfRange(predictions, from, from + classes) : NONE;
            }
        }
        return new Prediction(example.key(), example.time(), offset, version, names, scores, probabilities, labels);
    }

    /** What is said of a task, in the label's own terms, by predictions that begin at {@code at}. */
    public float score(int task, float[] predictions, int at) {
        Task of = tasks.get(task);
        int from = at + first[task];
        int classes = classes(of);
        return classes > 2 ? top(predictions, from, classes) : own(of, predictions[from + Math.max(classes, 1) - 1]);
    }

    /** Which have a prediction each; 0 for a value. */
    private static int classes(Task task) {
        return task.loss().isClassification() ? task.loss().outputs() : 0;
    }

    private static float own(Task task, float learned) {
        return task.loss().isClassification() ? learned : task.transform().invert(learned);
    }

    private static int top(float[] predictions, int from, int classes) {
        int top = 0;
        for (int k = 1; k < classes; k++) {
            if (predictions[from + k] > predictions[from + top]) {
                top = k;
            }
        }
        return top;
    }
}

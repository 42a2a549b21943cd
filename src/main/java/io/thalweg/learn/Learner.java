package io.thalweg.learn;

import io.thalweg.batch.Batch;
import io.thalweg.batch.Pending;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.model.ModelSettings;
import io.thalweg.model.Network;
import io.thalweg.task.Task;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Tests on a batch, then trains on it: in that order, so that quality is measured on unseen examples. One owner thread.
 */
public final class Learner {
    private final List<Task> tasks;
    private final Network network;
    private final Standardiser standardiser;
    private final int numerics;
    private final List<TaskProgress> progress;
    private final int[] first; // position of each task's first score
    private final int outputs;
    private long version;

    /**
     * @param largestBatch bounds the examples of one step
     * @param window labels over which the fading metrics fade
     */
    public Learner(FeatureMap map, ModelSettings settings, int largestBatch, long window) {
        tasks = map.tasks();
        network = new Network(map, settings, largestBatch);
        standardiser = new Standardiser(map);
        numerics = map.numerics().size();
        progress = tasks.stream().map(task -> new TaskProgress(task, window)).toList();
        first = network.outputs().first();
        outputs = network.outputs().count();
    }

    /** Gradient steps taken. */
    public long version() {
        return version;
    }

    public Network network() {
        return network;
    }

    /** Test, then train. */
    public Step learn(Batch batch) {
        List<Example> examples = batch.examples().stream().map(Pending::example).toList();
        examples.forEach(standardiser::observe);
        float[] scores = shifted(examples);
        float[] slopes = new float[scores.length];
        boolean[] present = slopes(examples, scores, slopes);
        for (int row = 0; row < examples.size(); row++) {
            observe(examples.get(row), scores, row * outputs);
        }
        network.learn(slopes, present);
        return new Step(batch, version++, predictions(scores));
    }

    /** Predictions of one example, {@code [outputs]} in the learned unit; changes nothing. */
    public float[] score(Example example) {
        return predictions(shifted(List.of(example)));
    }

    private float[] shifted(List<Example> examples) {
        float[] inputs = new float[examples.size() * numerics];
        for (int row = 0; row < examples.size(); row++) {
            standardiser.apply(examples.get(row), inputs, row * numerics);
        }
        float[] scores = network.score(examples, inputs);
        for (int at = 0; at < scores.length; at += outputs) {
            for (int task = 0; task < first.length; task++) {
                progress.get(task).prior().shift(scores, scores, at + first[task]);
            }
        }
        return scores;
    }

    /** Fills the slopes of the weighted mean loss of each task over its labels; answers which tasks have any. */
    private boolean[] slopes(List<Example> examples, float[] scores, float[] slopes) {
        double[] weights = new double[tasks.size()];
        for (Example example : examples) {
            for (int i = 0; i < example.tasks().length; i++) {
                if (!Float.isNaN(example.labels()[i])) {
                    weights[example.tasks()[i]] += example.weight(i);
                }
            }
        }
        for (int row = 0; row < examples.size(); row++) {
            Example example = examples.get(row);
            for (int i = 0; i < example.tasks().length; i++) {
                int task = example.tasks()[i];
                if (!Float.isNaN(example.labels()[i]) && weights[task] > 0) {
                    double scale = tasks.get(task).weight()
                            * example.weight(i)
                            / weights[task]
                            * progress.get(task).prior().slopeScale();
                    int at = row * outputs + first[task];
                    tasks.get(task).loss().slope(scores, at, learned(example, i), (float) scale, slopes, at);
                    progress.get(task).prior().unstretch(scores, slopes, at);
                }
            }
        }
        boolean[] present = new boolean[weights.length];
        for (int task = 0; task < present.length; task++) {
            present[task] = weights[task] > 0;
        }
        return present;
    }

    private void observe(Example example, float[] scores, int at) {
        for (int i = 0; i < example.tasks().length; i++) {
            if (!Float.isNaN(example.labels()[i])) {
                int task = example.tasks()[i];
                progress.get(task).observe(scores, at + first[task], learned(example, i));
            }
        }
    }

    private float learned(Example example, int index) {
        return tasks.get(example.tasks()[index]).transform().apply(example.labels()[index]);
    }

    private float[] predictions(float[] scores) {
        float[] predictions = new float[scores.length];
        for (int at = 0; at < scores.length; at += outputs) {
            for (int task = 0; task < first.length; task++) {
                tasks.get(task).loss().predict(scores, at + first[task], predictions, at + first[task]);
            }
        }
        return predictions;
    }

    /** Quality of each task up to now. */
    public List<TaskMetrics> metrics(long offset, long eventTime, long lagMillis) {
        return progress.stream()
                .map(one -> one.metrics(offset, version, eventTime, lagMillis))
                .toList();
    }

    /**
     * Takes over, bit for bit, what is left of an older learner; what is new stays as it begins.
     *
     * @param old may go on; is only read
     * @param origins from the old learner's feature map to this one's
     */
    public void inherit(Learner old, Origins origins) {
        version = old.version;
        network.inherit(old.network, origins);
        standardiser.inherit(old.standardiser, origins.numbers());
        for (int task = 0; task < progress.size(); task++) {
            int origin = origins.tasks()[task];
            if (origin >= 0) {
                Remembered.copy(old.progress.get(origin), progress.get(task));
            }
        }
    }

    /** Writes everything but the network's regions. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(version);
        standardiser.write(out);
        for (TaskProgress one : progress) {
            one.write(out);
        }
    }

    /** Takes back what {@link #write} wrote, after the regions were restored. */
    public void read(DataInput in) throws IOException {
        version = in.readLong();
        standardiser.read(in);
        for (TaskProgress one : progress) {
            one.read(in);
        }
        network.restored();
    }
}

package io.thalweg.learn;

import io.thalweg.feature.Example;
import io.thalweg.model.Candidates;
import java.util.List;

/**
 * From examples to scores to predictions: what the networks say, what is usual of a task's labels, and the loss's way
 * of saying both. Scores are {@code [rows, outputs]}, an array for each network, of zeros for one that is not wanted.
 * Changes nothing.
 */
final class Scoring {
    private final Candidates networks;
    private final Standardiser standardiser;
    private final Products products;
    private final List<TaskProgress> progress;
    private final int[] first;
    private final int outputs;

    Scoring(Candidates networks, Standardiser standardiser, Products products, List<TaskProgress> progress) {
        this.networks = networks;
        this.standardiser = standardiser;
        this.products = products;
        this.progress = progress;
        first = networks.outputs().first();
        outputs = networks.outputs().count();
    }

    /** What each network that is wanted says by itself. */
    float[][] raw(List<Example> examples, boolean[] wanted) {
        int width = standardiser.width();
        float[] inputs = new float[examples.size() * width];
        for (int row = 0; row < examples.size(); row++) {
            standardiser.apply(examples.get(row), inputs, row * width);
        }
        return networks.score(examples, inputs, wanted);
    }

    /** What each network that is wanted says, from what is usual on; of products their own factor. */
    float[][] shifted(List<Example> examples, boolean[] wanted) {
        float[][] scores = raw(examples, wanted);
        shift(scores);
        return scores;
    }

    void shift(float[][] scores) {
        for (float[] of : scores) {
            shift(of);
        }
    }

    /** From raw scores to the losses', but for products, in place. */
    void shift(float[] scores) {
        for (int at = 0; at < scores.length; at += outputs) {
            for (int task = 0; task < first.length; task++) {
                progress.get(task).prior().shift(scores, scores, at + first[task]);
            }
        }
        products.shift(scores, progress);
    }

    /** What the losses' scores say, in the learned unit. */
    float[] predictions(float[] scores) {
        float[] predictions = new float[scores.length];
        for (int at = 0; at < scores.length; at += outputs) {
            for (int task = 0; task < first.length; task++) {
                progress.get(task).predict(scores, predictions, at + first[task]);
            }
        }
        return predictions;
    }
}

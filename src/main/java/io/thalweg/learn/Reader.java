package io.thalweg.learn;

import io.thalweg.feature.Example;
import io.thalweg.model.Candidates;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a learner that stands still says, of one example at a time and in whatever thread: it reads the learner's
 * parameters and has everything else for itself. One owner thread.
 */
public final class Reader {
    private final Candidates networks;
    private final Assignment assignment;
    private final Standardiser standardiser;
    private final List<TaskProgress> progress;
    private final Products products;
    private final Scoring scoring; // of the learner, for what needs no buffer
    private final int[] first; // position of each task's first score
    private final Example[] asked = new Example[1];
    private final List<Example> examples = Arrays.asList(asked);
    private final float[] inputs;
    private final float[][] scores; // [networks][outputs]
    private final float[] served;

    Reader(
            Candidates networks,
            Assignment assignment,
            Standardiser standardiser,
            List<TaskProgress> progress,
            Products products,
            Scoring scoring) {
        this.networks = networks;
        this.assignment = assignment;
        this.standardiser = standardiser;
        this.progress = progress;
        first = networks.outputs().first();
        int outputs = networks.outputs().count();
        this.products = products;
        this.scoring = scoring;
        inputs = new float[standardiser.width()];
        scores = new float[networks.count()][outputs];
        served = new float[outputs];
    }

    /** Position of each task's first score. */
    public int[] first() {
        return first.clone();
    }

    /** How many scores there are of an example. */
    public int outputs() {
        return served.length;
    }

    /** What all of it is made of; nobody may score meanwhile. */
    public FrozenLearner frozen() {
        int[] serving =
                IntStream.range(0, networks.count()).filter(assignment::serves).toArray();
        return new FrozenLearner(
                IntStream.of(serving)
                        .mapToObj(network -> networks.network(network).frozen())
                        .toList(),
                IntStream.range(0, first.length)
                        .mapToObj(task -> Arrays.binarySearch(serving, assignment.serving(task)))
                        .toList(),
                standardiser.scales(),
                progress.stream().map(task -> task.prior().shifts()).toList(),
                products.excess(progress),
                products.factors());
    }

    /** Fills {@code predictions [outputs]} in the learned unit, as {@link Learner#score} has them. */
    public void score(Example example, float[] predictions) {
        asked[0] = example;
        standardiser.apply(example, inputs, 0);
        for (int network = 0; network < scores.length; network++) {
            if (assignment.serves(network)) {
                networks.network(network).score(examples, inputs, scores[network]);
                scoring.shift(scores[network]);
                products.fill(scores[network]);
            }
        }
        for (int task = 0; task < first.length; task++) {
            float[] of = scores[assignment.serving(task)];
            int end = task + 1 < first.length ? first[task + 1] : served.length;
            System.arraycopy(of, first[task], served, first[task], end - first[task]);
        }
        for (int task = 0; task < first.length; task++) {
            progress.get(task).predict(served, predictions, first[task]);
        }
    }
}

package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.encoder.Conv;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Gru;
import io.thalweg.encoder.Lstm;
import io.thalweg.encoder.Mean;
import io.thalweg.encoder.TargetAttention;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.loss.Logistic;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an encoder is there for: to learn from one pass what a mean cannot tell. */
class EncodersLearnTest {
    private static final int BATCH = 32;
    private static final int ITEMS = 12;
    private static final int LENGTH = 6;
    private static final Logistic LOSS = new Logistic();
    private static final Optimiser ADA_GRAD = new Optimiser.AdaGrad(0.1, 1e-8, 1e-4);

    /** Whether an example is a good one. */
    private interface Truth {
        boolean of(int candidate, int[] history);
    }

    /** Of the two items that are in every history, the first one comes first. */
    private static final Truth ORDER = (candidate, history) -> {
        int place = 0;
        while (history[place] > 1) {
            place++;
        }
        return history[place] == 0;
    };

    /** The candidate is an item of the history. */
    private static final Truth SEEN = (candidate, history) -> {
        boolean seen = false;
        for (int item : history) {
            seen |= item == candidate;
        }
        return seen;
    };

    static Stream<Encoder> aware() {
        return Stream.of(new Conv(8, 3), new Gru(8), new Lstm(8));
    }

    @ParameterizedTest
    @MethodSource("aware")
    void anEncoderThatKnowsOrderLearnsWhatCameFirst(Encoder encoder) {
        assertThat(accuracy(encoder, ORDER, 400)).isGreaterThan(0.9);
    }

    @Test
    void aMeanDoesNotKnowWhatCameFirst() {
        assertThat(accuracy(new Mean(), ORDER, 400)).isBetween(0.4, 0.6);
    }

    @Test
    void attentionLearnsThatTheCandidateWasSeenAndAMeanDoesNot() {
        double attentive = accuracy(new TargetAttention(8), SEEN, 1_200);
        double pooled = accuracy(new Mean(), SEEN, 1_200);
        assertThat(attentive).isGreaterThan(0.9).isGreaterThan(pooled + 0.1);
    }

    /** Of the last tenth of the batches, each scored before it is learned from. */
    private static double accuracy(Encoder encoder, Truth truth, int batches) {
        var random = new SplittableRandom(3);
        FeatureMap map = map(encoder);
        var settings = new ModelSettings(new Sharing.Hard(), List.of(16), List.of(), false, ADA_GRAD, ADA_GRAD, 7);
        Network network = new Network(map, settings, BATCH);
        int right = 0;
        int count = 0;
        for (int batch = 0; batch < batches; batch++) {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                examples.add(example(map, truth, random));
            }
            float[] scores = network.score(examples, new float[0]);
            float[] slopes = new float[BATCH];
            for (int i = 0; i < BATCH; i++) {
                float label = examples.get(i).labels()[0];
                slopes[i] = (float) ((1 / (1 + Math.exp(-scores[i])) - label) / BATCH);
                if (batch >= batches * 9 / 10) {
                    right += scores[i] > 0 == label > 0 ? 1 : 0;
                    count++;
                }
            }
            network.learn(slopes, new boolean[] {true});
        }
        return (double) right / count;
    }

    private static FeatureMap map(Encoder encoder) {
        return new FeatureMap(
                List.of(
                        new Feature.Category("item", 0, 8),
                        new Feature.Sequence("history", 1, "item", LENGTH, 8, encoder)),
                List.of(new Task("click", LOSS, new LabelTransform.Identity(), 1)),
                List.of(),
                64);
    }

    /** Half of them good; histories of 3 to 6 items. */
    private static Example example(FeatureMap map, Truth truth, SplittableRandom random) {
        boolean good = random.nextBoolean();
        while (true) {
            int candidate = random.nextInt(ITEMS);
            int[] history = history(random);
            if (truth.of(candidate, history) == good) {
                return new Example(
                        map.fingerprint(),
                        null,
                        0,
                        new Source("shop", 0, 0),
                        new int[] {candidate},
                        new int[][] {history},
                        new float[0],
                        new int[] {0},
                        new float[] {good ? 1 : 0},
                        new float[0]);
            }
        }
    }

    /** Items 0 and 1 once each, among others. */
    private static int[] history(SplittableRandom random) {
        int[] history = random.ints(random.nextInt(3, LENGTH + 1), 2, ITEMS).toArray();
        int one = random.nextInt(history.length);
        int other = (one + 1 + random.nextInt(history.length - 1)) % history.length;
        history[one] = 0;
        history[other] = 1;
        return history;
    }
}

package io.thalweg.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.batch.Batch;
import io.thalweg.batch.Pending;
import io.thalweg.feature.Example;
import io.thalweg.ingest.Source;
import io.thalweg.learn.Step;
import io.thalweg.loss.Hinge;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Softmax;
import io.thalweg.loss.Squared;
import io.thalweg.loss.ZeroInflatedLogNormal;
import io.thalweg.scenario.Collected;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scores: one of click, one of dwell (log1p), three of stars. */
class PredictionsTest {
    private static final Task CLICK = new Task("click", new Logistic(), new LabelTransform.Identity(), 1);
    private static final Task DWELL = new Task("dwell", new Squared(), new LabelTransform.Log1p(), 1);
    private static final Task STARS = new Task("stars", new Softmax(3), new LabelTransform.Identity(), 1);
    private static final float[] SCORES = {9, 9, 9, 9, 9, 0.25f, 2, 0.1f, 0.7f, 0.2f};

    private final Predictions predictions =
            new Predictions(List.of(CLICK, DWELL, STARS), new int[] {0, 1, 2}, SCORES.length / 2);

    private static Example example(int[] tasks, float... labels) {
        return new Example(
                0,
                new byte[] {1},
                77,
                new Source("a", 0, 0),
                new int[0],
                new int[0][],
                new float[0],
                tasks,
                labels,
                new float[0]);
    }

    @Test
    void scoresAreInTheLabelsOwnUnit() {
        Prediction prediction = predictions.of(example(new int[] {0, 1, 2}, 1, 30, 2), 12, 3, SCORES, 5);
        assertThat(prediction.scores()[0]).isEqualTo(0.25f);
        assertThat(prediction.scores()[1]).isCloseTo((float) Math.expm1(2), within(1e-5f));
        assertThat(prediction.scores()[2]).as("the most probable class").isEqualTo(1);
        assertThat(prediction.probabilities()).isEqualTo(new float[][] {{}, {}, {0.1f, 0.7f, 0.2f}});
        assertThat(prediction.labels()).containsExactly(1, 30, 2);
        assertThat(prediction.key()).containsExactly(1);
        assertThat(prediction.eventTime()).isEqualTo(77);
        assertThat(prediction.offset()).isEqualTo(12);
        assertThat(prediction.version()).isEqualTo(3);
    }

    @Test
    void onlyTheTasksOfTheTopicAreScored() {
        Prediction prediction = predictions.of(example(new int[] {2}, Float.NaN), 0, 0, SCORES, 5);
        assertThat(prediction.tasks()).containsExactly("stars");
        assertThat(prediction.scores()).containsExactly(1);
        assertThat(prediction.probabilities()).hasDimensions(1, 3);
        assertThat(prediction.labels()).containsExactly(Float.NaN);
    }

    @Test
    void aRequestHasNoLabels() {
        Prediction prediction = predictions.of(example(new int[] {0, 1}), 0, 0, SCORES, 5);
        assertThat(prediction.labels()).containsExactly(Float.NaN, Float.NaN);
        assertThat(prediction.scores()).hasSize(2);
    }

    @Test
    void withoutManyClassesThereAreNoProbabilities() {
        var two = new Predictions(List.of(CLICK, DWELL), new int[] {0, 1}, 2);
        assertThat(two.of(example(new int[] {0, 1}, 1, 30), 0, 0, new float[] {0.5f, 1}, 0)
                        .probabilities())
                .isEmpty();
    }

    @Test
    void ofTwoClassesTheScoreIsTheProbabilityOfOneHoweverTheyAreLearned() {
        Task pair = new Task("pair", new Softmax(2), new LabelTransform.Identity(), 1);
        var two = new Predictions(List.of(pair), new int[] {0}, 2);
        Prediction prediction = two.of(example(new int[] {0}, 1), 0, 0, new float[] {0.3f, 0.7f}, 0);
        assertThat(prediction.scores()).containsExactly(0.7f);
        assertThat(prediction.probabilities()).isEmpty();
    }

    @Test
    void amountsAndMarginsAreOneNumberHoweverManyScoresTheyHave() {
        Task spend = new Task("spend", new ZeroInflatedLogNormal(), new LabelTransform.Divide(100), 1);
        Task late = new Task("late", new Hinge(), new LabelTransform.Identity(), 1);
        var both = new Predictions(List.of(spend, late), new int[] {0, 3}, 4);
        Prediction prediction = both.of(example(new int[] {0, 1}, 700, 1), 0, 0, new float[] {6.5f, 0, 0, -1.5f}, 0);
        assertThat(prediction.scores()).containsExactly(650, -1.5f);
        assertThat(prediction.probabilities()).isEmpty();
    }

    @Test
    void equallyProbableClassesAreTheFirstOfThem() {
        float[] equal = {0, 0, 0.4f, 0.2f, 0.4f};
        assertThat(predictions.of(example(new int[] {2}, 1), 0, 0, equal, 0).scores())
                .containsExactly(0);
    }

    @Test
    void aStepIsPublishedInBufferOrder() {
        Collected collected = new Collected();
        Batch batch = new Batch(List.of(
                new Pending(30, 0, example(new int[] {0}, 1)), new Pending(31, 0, example(new int[] {0}, 0))));
        predictions.publish(new Step(batch, 4, SCORES, List.of(), List.of(), List.of()), collected);
        List<Prediction> published = collected.predictions();
        assertThat(published).extracting(Prediction::offset).containsExactly(30L, 31L);
        assertThat(published).extracting(prediction -> prediction.scores()[0]).containsExactly(9f, 0.25f);
        assertThat(published).extracting(Prediction::version).containsOnly(4L);
    }
}

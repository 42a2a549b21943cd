package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.loss.Logistic;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.Predictions;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Encoders;
import io.thalweg.scenario.Regularisations;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.After;
import io.thalweg.task.After.Gradient;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who only reads a model is told what the lane itself says of a request, bit for bit, whatever the model. */
class ReadingTest {
    private static final int EVENTS = 300;
    private static final BatchSettings BATCH = new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH);

    static Stream<LaneSettings> models() {
        Stream<LaneSettings> shared = Sharings.all().stream().map(sharing -> settings(Changes.shop(), sharing));
        Stream<LaneSettings> encoded = Encoders.all().stream()
                .flatMap(encoder -> Stream.of(
                        settings(Changes.shop(encoder), new Sharing.Hard()),
                        settings(Changes.shop(encoder), new Sharing.Independent())));
        Stream<LaneSettings> chains = Stream.of(
                        new After.Passing("click", Gradient.FULL),
                        new After.Product("click"),
                        new After.Attention("click", Gradient.STOP, 0.6))
                .map(after -> settings(chain(after), new Sharing.Hard()));
        Stream<LaneSettings> others = Stream.of(
                of(Changes.shop(), hard(8).with(Regularisations.all()).with(new EmbeddingLife(3, 30))),
                of(Changes.shop(), hard(8).with(new EmbeddingLife(1, 0, 16))),
                of(Changes.shop(), hard(8).with(Regularisations.all()).with(new EmbeddingLife(2, 60, 16))),
                of(Changes.shop(), hard()),
                of(Changes.shop(), hard(330, 700, 24))); // wider than the blocks that native products are cut into
        return Stream.of(shared, encoded, chains, others).flatMap(some -> some);
    }

    private static FeatureMap chain(After after) {
        List<Task> tasks = new ArrayList<>(Worlds.tasks());
        tasks.add(new Task("buy", new Logistic(), new LabelTransform.Identity(), 1, List.of(after)));
        return new FeatureMap(Changes.shop().features(), tasks, List.of(), Changes.BUCKETS);
    }

    private static LaneSettings settings(FeatureMap map, Sharing sharing) {
        return of(map, model(sharing, Sharings.layers(sharing), Sharings.taskLayers(sharing, 4)));
    }

    private static ModelSettings hard(Integer... widths) {
        return model(new Sharing.Hard(), List.of(widths), List.of());
    }

    private static ModelSettings model(Sharing sharing, List<Integer> shared, List<Integer> task) {
        return new ModelSettings(sharing, shared, task, true, Worlds.adaGrad(), Worlds.adaGrad(), 7);
    }

    private static LaneSettings of(FeatureMap map, ModelSettings model) {
        return new LaneSettings(map, model, BATCH, 10_000, 10_000, 100, 50, "a test");
    }

    private static List<Example> examples(LaneSettings settings, int from, int count) {
        return Changes.examples(settings.map(), from, count, 1 + from);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aReadingIsTheLanesOwnAnswer(LaneSettings settings) {
        Lane lane = new Lane(settings);
        for (Example example : examples(settings, 0, EVENTS)) {
            lane.apply(lane.nextOffset(), 1_000_000, new LogRecord.Event(example), Outputs.NONE);
        }
        StoredSnapshot snapshot = Collected.snapshot(lane);
        Lane still = Lane.still(settings, snapshot);
        String before = still.parametersSha256();
        Reading reading = still.reading();
        for (Example example : examples(settings, EVENTS, 20)) {
            Example request = Worlds.request(example);
            Collected asked = new Collected();
            Lane alive = Lane.ofSnapshot(settings, snapshot);
            alive.apply(alive.nextOffset(), 1_000_000, new LogRecord.Event(request), asked);
            float[] scores = new float[reading.outputs()];
            assertThat(reading.score(request, scores)).isEmpty();
            assertThat(said(settings, reading, request, scores))
                    .isEqualTo(bits(asked.predictions().get(0)));
        }
        assertThat(still.parametersSha256()).isEqualTo(before);
    }

    private static List<Integer> said(LaneSettings settings, Reading reading, Example request, float[] scores) {
        var predictions = new Predictions(settings.map().tasks(), reading.first(), reading.outputs());
        return bits(predictions.of(request, 0, 0, scores, 0));
    }

    private static List<Integer> bits(Prediction prediction) {
        List<Integer> bits = new ArrayList<>();
        IntStream.range(0, prediction.scores().length)
                .forEach(i -> bits.add(Float.floatToRawIntBits(prediction.scores()[i])));
        for (float[] probabilities : prediction.probabilities()) {
            for (float probability : probabilities) {
                bits.add(Float.floatToRawIntBits(probability));
            }
        }
        return bits;
    }
}

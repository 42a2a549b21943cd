package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.drift.Alarm;
import io.thalweg.drift.DriftStatus;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.learn.Quality;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Softmax;
import io.thalweg.loss.Squared;
import io.thalweg.model.GateUse;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import io.thalweg.wire.avro.TaskPrediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

class OutputCodecTest {
    private static final long SEED = Long.getLong("thalweg.seed", 42);
    private static final GateUse GATE = new GateUse(0.5, Map.of("expert 0", 0.25, "expert 1", 0.75));
    private static final List<Task> TASKS = List.of(
            new Task("click", new Logistic(), new LabelTransform.Identity(), 1),
            new Task("dwell", new Squared(), new LabelTransform.Log1p(), 1),
            new Task("später", new Softmax(4), new LabelTransform.Identity(), 1));

    private final Registry registry = Registry.inMemory();
    private final OutputCodec codec = new OutputCodec(registry, new OutputCodec.Topics("p", "m", "s", "q"));

    @Test
    void aPredictionIsWrittenAsAvroWouldWriteIt() throws IOException {
        var schema = io.thalweg.wire.avro.Prediction.getClassSchema();
        var reader = new SpecificDatumReader<io.thalweg.wire.avro.Prediction>(schema, schema, new GeneratedClasses());
        var subject = new Subject<io.thalweg.wire.avro.Prediction>(registry, "p", schema);
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 500; i++) {
            Prediction prediction = prediction(random);
            byte[] bytes = codec.prediction(prediction);
            assertThat(Framed.record(reader, bytes))
                    .as("%d of seed %d", i, SEED)
                    .isEqualTo(generated(prediction));
            assertThat(bytes).isEqualTo(subject.write(generated(prediction)));
        }
    }

    @Test
    void aPredictionIsReadAgain() {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 500; i++) {
            Prediction prediction = prediction(random);
            assertThat(generated(codec.readPrediction(codec.prediction(prediction))))
                    .isEqualTo(generated(prediction));
        }
    }

    @Test
    void withoutClassesThereAreNoProbabilities() {
        var prediction = new Prediction(
                null, 1, 2, 3, new String[] {"dwell"}, new float[] {7}, new float[0][], new float[] {Float.NaN});
        Prediction read = codec.readPrediction(codec.prediction(prediction));
        assertThat(read.probabilities()).isEmpty();
        assertThat(read.labels()[0]).isNaN();
        assertThat(read.key()).isNull();
    }

    @Test
    void metricsAreReadAgainAndNothingIsNull() throws IOException {
        TaskMetrics click = new TaskMetrics(
                "click",
                5,
                6,
                7,
                8,
                2,
                9,
                new Quality.OfClasses(8, 0.5, 0.6, 0.5, 0.9, 0.7, 1.01, 0.6),
                new Quality.OfClasses(3.5, 1.5, 2, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                new Standing(0.75, Map.of("dwell", -0.25, "buy", 0.5), Map.of("gate of click 0", GATE), true));
        TaskMetrics dwell = new TaskMetrics(
                "dwell",
                5,
                6,
                7,
                8,
                0,
                -1,
                new Quality.OfValues(8, 2, 3.125, 2, 1, 0.3, 1.1, Double.NaN, 2.5),
                new Quality.OfValues(7, 0.5, 0.75, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0.9, Double.NaN),
                new Standing(1, Map.of(), Map.of(), false));
        assertThat(codec.readMetrics(codec.metrics(click))).isEqualTo(click);
        assertThat(codec.readMetrics(codec.metrics(dwell))).isEqualTo(dwell);
        var alarms = List.of(
                new Alarm("dwell", Alarm.Signal.LOSS, "", 4, -0.25, 0.5),
                new Alarm("dwell", Alarm.Signal.FEATURE, "price", 5, 0, 0.375));
        TaskMetrics alarmed = dwell.with(new DriftStatus(7, alarms));
        assertThat(codec.readMetrics(codec.metrics(alarmed))).isEqualTo(alarmed);
        var record = Framed.<org.apache.avro.generic.GenericRecord>record(
                io.thalweg.wire.avro.TaskMetrics.getClassSchema(), codec.metrics(click));
        assertThat(record.get("window"))
                .hasToString(
                        "{\"count\": 3.5, \"loss\": 1.5, \"baselineLoss\": 2.0, \"logloss\": null, \"normalisedEntropy\": null, \"auc\": null, \"calibration\": null, "
                                + "\"baselineLogloss\": null, \"rmse\": null, \"mae\": null, \"correlation\": null, \"coverage\": null, \"baselineRmse\": null}");
    }

    @Test
    void snapshotsAreReadAgain() {
        var chunk = new SnapshotChunk("7", 3, new byte[] {1, 2, 3});
        assertThat(codec.readChunk(codec.chunk(chunk)))
                .usingRecursiveComparison()
                .isEqualTo(chunk);
        SnapshotManifest manifest = manifest();
        assertThat(codec.readManifest(codec.manifest(manifest))).isEqualTo(manifest);
        assertThat(codec.key(chunk)).asString(StandardCharsets.UTF_8).isEqualTo("7/3");
        assertThat(codec.key(manifest)).asString(StandardCharsets.UTF_8).isEqualTo("7/manifest");
    }

    @Test
    void aQuarantinedEventKeepsItsBytes() {
        var source = new Source("shop.click", 2, 99);
        var rejected = new Decoded.Rejected(Reason.NOT_AVRO, "x".repeat(10_000));
        var event = Quarantined.of(rejected, source, 1_500_000_000_000L, null, new byte[] {0, 1, -1});
        Quarantined read = codec.readQuarantined(codec.quarantined(event));
        assertThat(read.source()).isEqualTo(source);
        assertThat(read.reason()).isEqualTo("NOT_AVRO");
        assertThat(read.detail()).hasSize(2_004);
        assertThat(read.key()).isNull();
        assertThat(read.value()).containsExactly(0, 1, -1);
        assertThat(read.timestamp()).isEqualTo(1_500_000_000_000L);
    }

    @Test
    void anotherRecordIsNotTakenForOurs() {
        byte[] chunk = codec.chunk(new SnapshotChunk("1", 0, new byte[1]));
        assertThatThrownBy(() -> codec.readManifest(chunk))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("SnapshotChunk");
        assertThatThrownBy(() -> codec.readManifest(new byte[9])).isInstanceOf(WireException.class);
        byte[] cut = java.util.Arrays.copyOf(chunk, chunk.length - 1);
        assertThatThrownBy(() -> codec.readChunk(cut)).isInstanceOf(WireException.class);
    }

    @Test
    void subjectsAreTopicAndRecord() {
        codec.register();
        int known = registry.register(
                "q-io.thalweg.wire.avro.QuarantinedEvent", io.thalweg.wire.avro.QuarantinedEvent.getClassSchema());
        var event = new Quarantined(new Source("t", 0, 0), 0, "EMPTY", "", null, null);
        assertThat(Frame.id(codec.quarantined(event))).isEqualTo(known);
    }

    static SnapshotManifest manifest() {
        return new SnapshotManifest(
                "7",
                SnapshotManifest.Cause.BEFORE_SWAP,
                7,
                new SnapshotManifest.Extent(10, 20, 2, 5),
                30,
                new SnapshotManifest.Proof("ab", "cd", "ce", "ef"),
                -6,
                "seed: 1",
                "fe",
                List.of("user", "item"),
                "JVM",
                List.of(new TaskMetrics(
                        "dwell",
                        5,
                        6,
                        7,
                        8,
                        0,
                        9,
                        new Quality.OfValues(8, 2, 3.125, 2, 1, 0.3, 1.1, Double.NaN, 2.5),
                        new Quality.OfValues(1, 2, 3, 4, 5, 6, 7, 8, 9),
                        new Standing(2, Map.of("click", 0.5), Map.of(), false))));
    }

    private static Prediction prediction(SplittableRandom random) {
        int[] tasks = IntStream.range(0, TASKS.size())
                .filter(i -> random.nextBoolean())
                .toArray();
        float[][] probabilities = new float[tasks.length][];
        float[] scores = new float[tasks.length];
        float[] labels = new float[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            probabilities[i] = new float[tasks[i] == 2 ? 4 : 0];
            scores[i] = (float) random.nextDouble(-5, 5);
            labels[i] = random.nextBoolean() ? Float.NaN : random.nextInt(3);
        }
        byte[] key = random.nextBoolean() ? null : ("é" + random.nextInt()).getBytes(StandardCharsets.UTF_8);
        return new Prediction(
                key,
                random.nextLong(1L << 42),
                random.nextLong(1L << 50),
                random.nextLong(1L << 30),
                IntStream.of(tasks).mapToObj(task -> TASKS.get(task).name()).toArray(String[]::new),
                scores,
                probabilities,
                labels);
    }

    private static io.thalweg.wire.avro.Prediction generated(Prediction prediction) {
        List<TaskPrediction> tasks = new ArrayList<>();
        for (int i = 0; i < prediction.tasks().length; i++) {
            float[][] probabilities = prediction.probabilities();
            boolean hasClasses = i < probabilities.length && probabilities[i].length > 0;
            float label = prediction.labels()[i];
            tasks.add(new TaskPrediction(
                    prediction.tasks()[i],
                    prediction.scores()[i],
                    hasClasses ? list(probabilities[i]) : null,
                    Float.isNaN(label) ? null : label));
        }
        byte[] key = prediction.key();
        return new io.thalweg.wire.avro.Prediction(
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                Instant.ofEpochMilli(prediction.eventTime()),
                prediction.offset(),
                prediction.version(),
                tasks);
    }

    private static List<Float> list(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }
}

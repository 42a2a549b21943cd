package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Prediction;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.TrainLogCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What an application leaves behind that has learned {@link MixedEvents} of one topic to their end: its report and its
 * topics, as a read_committed stranger sees them.
 */
final class Remains {
    private static final List<String> FIGURES =
            List.of("parametersSha256", "learned", "requests", "duplicates", "snapshots", "ticks", "tasks");

    private static final int FRAME = 5;

    private final Stranger stranger;
    private final Scene scene;
    private final JsonNode report;

    Remains(Stranger stranger, Scene scene, JsonNode report) {
        this.stranger = stranger;
        this.scene = scene;
        this.report = report;
    }

    /** Whether nothing tells it from what {@code calm}, which nobody disturbed, has made of the same events. */
    void assertSameAs(Remains calm, int events, String story) {
        for (String figure : FIGURES) {
            assertThat(report.get(figure)).as("%s; %s", figure, story).isEqualTo(calm.report.get(figure));
        }
        assertThat(calm.report.get("duplicates").asLong()).isPositive();
        assertThat(trainLog()).as("train log; %s", story).isEqualTo(calm.trainLog());
        assertThat(predictions()).as("predictions; %s", story).isEqualTo(calm.predictions());
        for (Remains each : List.of(this, calm)) {
            each.assertEachEventOnce(events, story);
        }
        assertThat(count(scene.config.topics().snapshots()))
                .as("snapshot records; %s", story)
                .isEqualTo(calm.count(calm.scene.config.topics().snapshots()));
        assertThat(count(scene.config.topics().metrics()))
                .as("metrics; %s", story)
                .isEqualTo(calm.count(calm.scene.config.topics().metrics()));
    }

    private void assertEachEventOnce(int events, String story) {
        TrainLogCodec codec = scene.trainLog();
        List<Long> offsets = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                stranger.read(scene.config.topics().trainLog())) {
            if (codec.decode(record.value()) instanceof LogRecord.Event event) {
                offsets.add(event.example().source().offset());
            }
        }
        List<Long> quarantined = stranger.read(scene.config.topics().quarantine()).stream()
                .map(record ->
                        scene.outputs().readQuarantined(record.value()).source().offset())
                .toList();
        assertThat(offsets).as("in order; %s", story).isSorted();
        List<Long> all = new ArrayList<>(offsets);
        all.addAll(quarantined);
        assertThat(all.stream().sorted().toList())
                .as("every event once; %s", story)
                .isEqualTo(LongStream.range(0, events).boxed().toList());
        assertThat(quarantined).hasSize(MixedEvents.bad(events));
        assertThat(predictions())
                .hasSize(report.get("learned").asInt() + report.get("requests").asInt());
    }

    private int count(String topic) {
        return stranger.read(topic).size();
    }

    /** The records' bytes behind the id of their schema, which is the application's own. */
    private List<ByteBuffer> trainLog() {
        return stranger.read(scene.config.topics().trainLog()).stream()
                .map(record -> ByteBuffer.wrap(record.value(), FRAME, record.value().length - FRAME))
                .toList();
    }

    /** Everything in a prediction but the log's offsets. */
    private List<String> predictions() {
        OutputCodec codec = scene.outputs();
        List<String> predictions = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                stranger.read(scene.config.topics().predictions())) {
            Prediction prediction = codec.readPrediction(record.value());
            predictions.add(new String(record.key(), UTF_8)
                    + prediction.version()
                    + Arrays.toString(prediction.scores())
                    + Arrays.toString(prediction.labels()));
        }
        return predictions;
    }
}

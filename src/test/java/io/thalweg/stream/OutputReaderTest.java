package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.SnapshotTopic;
import io.thalweg.config.Topics;
import io.thalweg.ingest.Source;
import io.thalweg.learn.Quality;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OutputReaderTest {
    private static final Topics TOPICS = Topics.of("shop");
    private static final TopicPartition METRICS = new TopicPartition(TOPICS.metrics(), 0);
    private static final TopicPartition QUARANTINE = new TopicPartition(TOPICS.quarantine(), 0);
    private static final TopicPartition MANIFESTS = new TopicPartition(TOPICS.snapshots(), SnapshotTopic.MANIFESTS);

    private final Registry registry = Registry.inMemory();
    private final OutputCodec codec = Codecs.outputs(TOPICS, registry);
    private final List<String> told = new ArrayList<>();
    private final OutputReader reader = new OutputReader(TOPICS, registry, new Notes());

    /** Writes down what it is told. */
    private final class Notes implements OutputTail.Viewer {
        @Override
        public void metrics(TaskMetrics metrics, long taken) {
            told.add("metrics " + metrics.task() + " " + metrics.offset());
        }

        @Override
        public void quarantined(Quarantined event) {
            told.add("quarantined " + event.reason() + " at " + event.source().offset());
        }

        @Override
        public void hasOlderQuarantined() {
            told.add("older quarantined");
        }

        @Override
        public void snapshot(SnapshotManifest manifest, long taken) {
            told.add("snapshot " + manifest.id());
        }

        @Override
        public void isUpToDate() {}

        @Override
        public void behind(long records) {}

        @Override
        public void isAway(String why) {}
    }

    private MockConsumer<byte[], byte[]> broker(long begin, long metrics, long quarantined) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        for (String topic : List.of(TOPICS.metrics(), TOPICS.quarantine())) {
            consumer.updatePartitions(topic, List.of(partition(topic, 0)));
        }
        consumer.updatePartitions(
                TOPICS.snapshots(), List.of(partition(TOPICS.snapshots(), 0), partition(TOPICS.snapshots(), 1)));
        consumer.updateBeginningOffsets(Map.of(METRICS, begin, QUARANTINE, 0L, MANIFESTS, 0L));
        consumer.updateEndOffsets(Map.of(METRICS, metrics, QUARANTINE, quarantined, MANIFESTS, 0L));
        return consumer;
    }

    private static PartitionInfo partition(String topic, int number) {
        return new PartitionInfo(topic, number, Node.noNode(), new Node[0], new Node[0]);
    }

    private void hold(MockConsumer<byte[], byte[]> consumer, TopicPartition at, long offset, byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(at.topic(), at.partition(), offset, null, value));
    }

    private byte[] metrics(long offset) {
        Quality none = new Quality.OfClasses(1, 1, 1, 1, 1, 1, 1, 1);
        return codec.metrics(new TaskMetrics(
                "click", offset, 1, 1, 1, 0, 1, none, none, new Standing(1, Map.of(), Map.of(), false)));
    }

    private byte[] quarantined(long offset) {
        return codec.quarantined(
                new Quarantined(new Source("shop.click", 0, offset), 0, "EMPTY", "no value", null, null));
    }

    @Test
    void whatStandsThereIsToldAndThenItIsUpToDate() {
        MockConsumer<byte[], byte[]> broker = broker(0, 2, 1);
        reader.open(broker);
        hold(broker, METRICS, 0, metrics(10));
        hold(broker, QUARANTINE, 0, quarantined(5));
        assertThat(reader.read(broker)).isFalse();
        hold(broker, METRICS, 1, metrics(20));
        assertThat(reader.read(broker)).isTrue();
        assertThat(told).containsExactlyInAnyOrder("metrics click 10", "quarantined EMPTY at 5", "metrics click 20");
    }

    @Test
    void itLooksBackNoFurtherThanItMust() {
        MockConsumer<byte[], byte[]> broker = broker(5, 1_000_000, 500_000);
        reader.open(broker);
        assertThat(broker.position(METRICS)).isEqualTo(1_000_000 - OutputReader.METRICS);
        assertThat(broker.position(QUARANTINE)).isEqualTo(500_000 - OutputReader.QUARANTINED);
        assertThat(told).containsExactly("older quarantined");
    }

    @Test
    void withAnotherConsumerItGoesOnWhereItWas() {
        MockConsumer<byte[], byte[]> first = broker(0, 1, 0);
        reader.open(first);
        hold(first, METRICS, 0, metrics(10));
        reader.read(first);
        MockConsumer<byte[], byte[]> second = broker(0, 2, 0);
        reader.open(second);
        hold(second, METRICS, 1, metrics(20));
        reader.read(second);
        assertThat(told).containsExactly("metrics click 10", "metrics click 20");
    }

    @Test
    void whatIsNoneOfOursIsPassedOver() {
        MockConsumer<byte[], byte[]> broker = broker(0, 4, 0);
        reader.open(broker);
        hold(broker, METRICS, 0, new byte[] {1, 2, 3});
        hold(broker, METRICS, 1, quarantined(1));
        hold(broker, METRICS, 2, metrics(30));
        broker.addRecord(new ConsumerRecord<>(METRICS.topic(), 0, 3, null, null));
        assertThat(reader.read(broker)).isTrue();
        assertThat(told).containsExactly("metrics click 30");
    }

    @Test
    void aTopicThatIsNotThereIsNamed() {
        MockConsumer<byte[], byte[]> broker = new MockConsumer<>("earliest");
        assertThatThrownBy(() -> reader.open(broker))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("thalweg.shop.metrics is not there yet")
                .hasMessageContaining("run");
    }
}

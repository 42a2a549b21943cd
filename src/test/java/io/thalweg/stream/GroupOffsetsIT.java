package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupOffsetsIT {
    private static final String TOPIC = "log";
    private static final String GROUP = "readers";
    private static final TopicPartition LOG = new TopicPartition(TOPIC, 0);

    @Test
    void whatAnOpenTransactionHoldsBackIsSeenUntilItEnds(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = producer(broker)) {
            admin.createTopics(Set.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            var group = new GroupOffsets(admin, GROUP, new Answers(broker.bootstrapServers()));
            Standstill.Positions positions = group.on(List.of(TOPIC), Set.of(TOPIC));
            Standstill.Positions ofOthers = group.on(List.of(TOPIC), Set.of());
            producer.initTransactions();

            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(LOG, new OffsetAndMetadata(0)), metadata(broker));
            assertThat(positions.heldBack()).containsOnlyKeys(LOG);
            assertThat(positions.heldBack().get(LOG)).isEqualTo("the offset that readers has committed for log-0");
            assertThat(positions.committed()).isEmpty();
            producer.commitTransaction();
            Cluster.await("nothing is held back", () -> positions.heldBack().isEmpty());
            assertThat(positions.committed()).isEqualTo(Map.of(LOG, 0L));

            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, new byte[1])).get();
            assertThat(positions.heldBack()).isEqualTo(Map.of(LOG, "what log-0 has from offset 0 on"));
            assertThat(ofOthers.heldBack()).isEmpty();
            assertThat(group.behind(List.of(TOPIC), Set.of())).isZero();
            assertThat(group.behind(List.of(TOPIC), Set.of(TOPIC))).isEqualTo(1);
            producer.abortTransaction();
            Cluster.await("nothing is held back", () -> positions.heldBack().isEmpty());
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "writer"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static ConsumerGroupMetadata metadata(EmbeddedBroker broker) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", GROUP),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            return consumer.groupMetadata();
        }
    }
}

package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thalweg.client.Failures;
import io.thalweg.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeCommitsIT {
    private static final String TOPIC = "log";

    @Test
    void aTransactionWhoseOffsetsWereLostToAnOutageIsNotCommitted(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "transactional.id",
                    "writer",
                    "max.block.ms",
                    10_000);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(Set.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                        .all()
                        .get();
            }
            Producer<byte[], byte[]> producer = new WholeCommits().getProducer(settings);
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, new byte[1])).get();
            broker.kill();

            Throwable lost = catchThrowable(() -> addOffsets(producer));
            assertThat(lost).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(producer::commitTransaction)
                    .hasMessageContaining("without its offsets")
                    .isNotInstanceOf(TimeoutException.class) // which the engine takes for no reason to stop
                    .hasCause(lost)
                    .satisfies(refusal -> assertThat(Failures.isOutage(refusal)).isTrue());
            producer.close(Duration.ZERO);
        }
    }

    private static void addOffsets(Producer<byte[], byte[]> producer) {
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(1)), new ConsumerGroupMetadata("readers"));
    }
}

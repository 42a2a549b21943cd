package io.thalweg.app.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When what is appended to a topic of one partition can be read: committed, by somebody else. */
final class Arrivals implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(5);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Of the records behind those that are there now. */
    Arrivals(String bootstrap, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition);
    }

    /** Returns when a record is here that the broker has appended later than {@code epochMillis}. */
    void awaitAfter(long epochMillis, RecoveryProcess learner) {
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.timestamp() > epochMillis) {
                    return;
                }
            }
            if (!learner.isAlive()) {
                throw new BenchException("the learner has ended by itself; --dir keeps its log");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

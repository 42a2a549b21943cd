package io.thalweg.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What an application has in its train log and its snapshots, to be changed and put on the topics of another one. */
final class Forgery {
    final List<Logged> log;
    final List<Logged> chunks;
    final List<Logged> manifests;
    private final String bootstrap;

    /** One record, at the offset at which it will be written. */
    record Logged(long offset, long timestamp, byte[] key, byte[] value) {
        /** The same place with another record's content. */
        Logged with(Logged other) {
            return new Logged(offset, timestamp, other.key, other.value);
        }

        /** With its last bit flipped. */
        Logged flipped() {
            byte[] bytes = value.clone();
            bytes[bytes.length - 1] ^= 1;
            return new Logged(offset, timestamp, key, bytes);
        }

        /** Of a chunk or a manifest. */
        String snapshot() {
            return new String(key, StandardCharsets.UTF_8).split("/")[0];
        }
    }

    /** What {@code app} has. */
    Forgery(String bootstrap, String app) {
        this.bootstrap = bootstrap;
        log = read("thalweg." + app + ".train-log", 0);
        chunks = read("thalweg." + app + ".snapshots", 0);
        manifests = read("thalweg." + app + ".snapshots", 1);
    }

    private List<Logged> read(String topic, int partition) {
        List<Logged> read = new ArrayList<>();
        var place = new TopicPartition(topic, partition);
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).get(place);
            while (consumer.position(place) < end) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(100))) {
                    read.add(new Logged(one.offset(), one.timestamp(), one.key(), one.value()));
                }
            }
        }
        return read;
    }

    /** Changes what is here, and gives it to {@code app}. */
    void give(String app, Consumer<Forgery> change) throws Exception {
        change.accept(this);
        String trainLog = "thalweg." + app + ".train-log";
        String snapshots = "thalweg." + app + ".snapshots";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(
                            new NewTopic(trainLog, 1, (short) 1).configs(Map.of("max.message.bytes", "4194304")),
                            new NewTopic(snapshots, 2, (short) 1)))
                    .all()
                    .get();
        }
        write(new TopicPartition(trainLog, 0), log);
        assertThat(read(trainLog, 0)).extracting(Logged::offset).containsExactlyElementsOf(offsets(log));
        write(new TopicPartition(snapshots, 0), chunks);
        write(new TopicPartition(snapshots, 1), manifests);
    }

    private static List<Long> offsets(List<Logged> records) {
        return records.stream().map(Logged::offset).toList();
    }

    /** A transaction ends wherever an offset is left out: the mark of its end takes it. */
    private void write(TopicPartition place, List<Logged> records) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "transactional.id", "forgery");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            long next = 0;
            for (Logged one : records) {
                if (one.offset > next) {
                    producer.commitTransaction();
                    producer.beginTransaction();
                }
                next = one.offset + 1;
                producer.send(
                        new ProducerRecord<>(place.topic(), place.partition(), one.timestamp, one.key, one.value));
            }
            producer.commitTransaction();
        }
    }
}

package io.thalweg.app.demo;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.drift.Alarm;
import io.thalweg.ingest.InputTopic;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Prediction;
import io.thalweg.stream.Codecs;
import io.thalweg.stream.SnapshotStore;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import io.thalweg.wire.TrainLogCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What stands in the topics, as any other read_committed consumer finds it.
 *
 * @param published records on the input topics
 * @param trainLog records in the train log, {@code controls} of them control records
 * @param labels by task: labels that predictions carry
 * @param snapshots whole ones, whose SHA-256 agrees
 * @param alarms of drift, on the metrics topic
 */
record TopicCounts(
        long published,
        long trainLog,
        long controls,
        long predictions,
        Map<String, Long> labels,
        long snapshots,
        long quarantined,
        List<Alarm> alarms) {
    private static final Duration POLL = Duration.ofMillis(500);

    /** Records that were ever written to the input topics, by their ends alone: retention may have taken the first. */
    static long published(ThalwegConfig config) {
        try (Reading reading = new Reading(config)) {
            return config.input().topics().stream()
                    .mapToLong(topic -> reading.end(topic.name()))
                    .sum();
        }
    }

    static TopicCounts read(ThalwegConfig config) {
        try (Registry registry = new Registry(config.registry(), state -> {});
                Reading reading = new Reading(config)) {
            long published = 0;
            for (InputTopic topic : config.input().topics()) {
                published += reading.each(topic.name(), record -> {});
            }
            long[] controls = new long[1];
            TrainLogCodec log = Codecs.trainLog(config, registry);
            long trainLog = reading.each(config.topics().trainLog(), record -> {
                controls[0] += log.decode(record.value()) instanceof LogRecord.Event ? 0 : 1;
            });
            Map<String, Long> labels = new LinkedHashMap<>();
            config.features().tasks().forEach(task -> labels.put(task.name(), 0L));
            OutputCodec outputs = Codecs.outputs(config, registry);
            long predictions = reading.each(
                    config.topics().predictions(),
                    record -> countLabels(outputs.readPrediction(record.value()), labels));
            long quarantined = reading.each(config.topics().quarantine(), record -> {});
            List<Alarm> alarms = new ArrayList<>();
            reading.each(
                    config.topics().metrics(),
                    record -> alarms.addAll(
                            outputs.readMetrics(record.value()).drift().alarms()));
            return new TopicCounts(
                    published, trainLog, controls[0], predictions, labels, snapshots(config), quarantined, alarms);
        }
    }

    private static long snapshots(ThalwegConfig config) {
        try (SnapshotStore store = SnapshotStore.open(config)) {
            return store.verify(any -> true).stream()
                    .filter(SnapshotStore.Verified::isGood)
                    .count();
        }
    }

    private static void countLabels(Prediction prediction, Map<String, Long> labels) {
        for (int i = 0; i < prediction.tasks().length; i++) {
            labels.merge(prediction.tasks()[i], Float.isNaN(prediction.labels()[i]) ? 0L : 1L, Long::sum);
        }
    }

    /** Reads topics from their beginning to their end of now. */
    private static final class Reading implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;

        Reading(ThalwegConfig config) {
            Map<String, Object> settings = new LinkedHashMap<>(config.kafka());
            settings.put("isolation.level", "read_committed");
            settings.put("enable.auto.commit", false);
            settings.put("max.partition.fetch.bytes", 8 << 20);
            settings.put("max.poll.records", 5_000);
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        /** Of all partitions together. */
        long end(String topic) {
            return consumer.endOffsets(partitions(topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        private List<TopicPartition> partitions(String topic) {
            return consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
        }

        /** Gives every record to {@code visitor} and says how many there were. */
        long each(String topic, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long count = 0;
            while (isBefore(ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    visitor.accept(record);
                    count++;
                }
            }
            return count;
        }

        private boolean isBefore(Map<TopicPartition, Long> ends) {
            Set<Map.Entry<TopicPartition, Long>> each = ends.entrySet();
            return each.stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}

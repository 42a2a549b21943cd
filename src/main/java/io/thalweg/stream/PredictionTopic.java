package io.thalweg.stream;

import io.thalweg.publish.Prediction;
import io.thalweg.wire.OutputCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Published predictions, searched from the newest backwards with a plain read_committed consumer. */
final class PredictionTopic {
    private static final long BLOCK = 50_000; // offsets that are read in one go
    private static final int LISTED = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final LogCatchUp.Consumers consumers;
    private final OutputCodec codec;

    PredictionTopic(String topic, LogCatchUp.Consumers consumers, OutputCodec codec) {
        this.topic = topic;
        this.consumers = consumers;
        this.codec = codec;
    }

    /**
     * The newest prediction with this key.
     *
     * @param offset of the event in the train log, where another one than the newest is meant
     * @throws IllegalStateException if there is none; says which others there are
     */
    Prediction find(byte[] key, OptionalLong offset) {
        List<Long> others = new ArrayList<>();
        List<Prediction> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = consumers.open()) {
            List<TopicPartition> all = consumer.partitionsFor(topic, PATIENCE).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            for (TopicPartition partition : all) {
                new Search(consumer, partition, key, offset, others).newest().ifPresent(found::add);
            }
        }
        return found.stream()
                .max(Comparator.comparingLong(Prediction::offset))
                .orElseThrow(() -> new IllegalStateException("topic %s has no prediction with this key%s; %s"
                        .formatted(
                                topic,
                                offset.isPresent() ? " of train-log offset " + offset.getAsLong() : "",
                                others.isEmpty()
                                        ? "it was never made, or its retention was too short"
                                        : "it has some of the offsets " + others)));
    }

    /** Of one partition, block by block. */
    private final class Search {
        private final Consumer<byte[], byte[]> consumer;
        private final TopicPartition partition;
        private final byte[] key;
        private final OptionalLong offset;
        private final List<Long> others;

        Search(
                Consumer<byte[], byte[]> consumer,
                TopicPartition partition,
                byte[] key,
                OptionalLong offset,
                List<Long> others) {
            this.consumer = consumer;
            this.partition = partition;
            this.key = key;
            this.offset = offset;
            this.others = others;
        }

        Optional<Prediction> newest() {
            List<TopicPartition> one = List.of(partition);
            long begin = consumer.beginningOffsets(one, PATIENCE).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(one, PATIENCE).getOrDefault(partition, 0L);
            consumer.assign(one);
            for (long to = end; to > begin; to -= BLOCK) {
                Prediction found = last(Math.max(begin, to - BLOCK), to);
                if (found != null) {
                    return Optional.of(found);
                }
            }
            return Optional.empty();
        }

        private @Nullable Prediction last(long from, long to) {
            consumer.seek(partition, from);
            Prediction last = null;
            long patientUntil = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < to) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < to && record.value() != null && Arrays.equals(record.key(), key)) {
                        Prediction read = codec.readPrediction(record.value());
                        last = isWanted(read) ? read : last;
                    }
                    patientUntil = System.nanoTime() + PATIENCE.toNanos();
                }
                if (System.nanoTime() > patientUntil) {
                    throw new TimeoutException("no record of %s from offset %d on came for %d s"
                            .formatted(partition, from, PATIENCE.toSeconds()));
                }
            }
            return last;
        }

        private boolean isWanted(Prediction read) {
            boolean isWanted = offset.isEmpty() || offset.getAsLong() == read.offset();
            if (!isWanted && others.size() < LISTED) {
                others.add(read.offset());
            }
            return isWanted;
        }
    }
}

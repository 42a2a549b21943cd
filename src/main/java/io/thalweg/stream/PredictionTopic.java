package io.thalweg.stream;

import io.thalweg.client.PartitionReader;
import io.thalweg.publish.Prediction;
import io.thalweg.wire.OutputCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Published predictions, searched from the newest backwards with a plain read_committed consumer. */
final class PredictionTopic {
    private static final long BLOCK = 50_000; // offsets that are read in one go
    private static final int LISTED = 5;

    private final String topic;
    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final OutputCodec codec;

    PredictionTopic(String topic, Supplier<? extends Consumer<byte[], byte[]>> consumers, OutputCodec codec) {
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
        for (TopicPartition partition : partitions()) {
            try (PartitionReader records = new PartitionReader(consumers, partition)) {
                new Search(records, key, offset, others).newest().ifPresent(found::add);
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

    private List<TopicPartition> partitions() {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return consumer.partitionsFor(topic, PartitionReader.PATIENCE).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
        }
    }

    /** Of one partition, block by block; puts the offsets of what was not meant into {@code others}. */
    private final class Search {
        private final PartitionReader records;
        private final byte[] key;
        private final OptionalLong offset;
        private final List<Long> others;

        Search(PartitionReader records, byte[] key, OptionalLong offset, List<Long> others) {
            this.records = records;
            this.key = key;
            this.offset = offset;
            this.others = others;
        }

        Optional<Prediction> newest() {
            long begin = records.begin();
            long end = records.end();
            for (long to = end; to > begin; to -= BLOCK) {
                Prediction found = last(Math.max(begin, to - BLOCK), to);
                if (found != null) {
                    return Optional.of(found);
                }
            }
            return Optional.empty();
        }

        private @Nullable Prediction last(long from, long to) {
            records.seek(from);
            Prediction last = null;
            for (var next = records.next(to); !next.isEmpty(); next = records.next(to)) {
                for (ConsumerRecord<byte[], byte[]> record : next) {
                    if (record.value() != null && Arrays.equals(record.key(), key)) {
                        Prediction read = codec.readPrediction(record.value());
                        last = isWanted(read) ? read : last;
                    }
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

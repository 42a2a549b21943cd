package io.thalweg.stream;

import io.thalweg.replay.RawRecords;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Input topics, read in the order in which somebody asks for their records. A partition that is many records ahead of
 * what was asked for pauses, so that it does not fill the memory. One owner thread.
 */
final class KafkaRaw implements RawRecords {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int AHEAD = 20_000; // records of one partition

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Ahead> open = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> partitions = new LinkedHashMap<>();

    /** @param consumer is closed with this */
    KafkaRaw(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The records of one partition from {@code low} on to {@code position}, which comes next. */
    private static final class Ahead {
        private final Deque<Raw> records = new ArrayDeque<>();
        private final long begin;
        private final long end;
        private long low;
        private long position;

        Ahead(long begin, long end) {
            this.begin = begin;
            this.end = end;
            low = begin;
            position = begin;
        }

        void beginAt(long offset) {
            records.clear();
            low = offset;
            position = offset;
        }

        void forgetBefore(long offset) {
            while (!records.isEmpty() && records.element().offset() < offset) {
                records.remove();
            }
            low = Math.max(low, offset);
        }
    }

    @Override
    public long begin(String topic, int partition) {
        Ahead ahead = opened(new TopicPartition(topic, partition));
        return ahead == null ? 0 : ahead.begin;
    }

    @Override
    public @Nullable Raw at(String topic, int partition, long from) {
        TopicPartition place = new TopicPartition(topic, partition);
        Ahead ahead = opened(place);
        if (ahead == null || from >= ahead.end) {
            return null;
        }
        long wanted = Math.max(from, ahead.begin);
        if (wanted < ahead.low || wanted > ahead.position) {
            consumer.seek(place, wanted);
            ahead.beginAt(wanted);
        }
        ahead.forgetBefore(wanted);
        if (ahead.records.isEmpty() && ahead.position < ahead.end) {
            fill(place, ahead);
        }
        return ahead.records.peek();
    }

    private @Nullable Ahead opened(TopicPartition place) {
        Ahead known = open.get(place);
        if (known != null) {
            return known;
        }
        if (!partitions(place.topic()).contains(place.partition())) {
            return null;
        }
        List<TopicPartition> one = List.of(place);
        Long begin = consumer.beginningOffsets(one, PATIENCE).get(place);
        Long end = consumer.endOffsets(one, PATIENCE).get(place);
        if (begin == null || end == null) {
            throw new TimeoutException("the broker did not say which offsets " + place + " has");
        }
        Ahead ahead = new Ahead(begin, end);
        open.put(place, ahead);
        consumer.assign(open.keySet());
        consumer.seek(place, begin);
        return ahead;
    }

    private Set<Integer> partitions(String topic) {
        return partitions.computeIfAbsent(topic, name -> {
            Set<Integer> numbers = new TreeSet<>();
            consumer.partitionsFor(name, PATIENCE).forEach(info -> numbers.add(info.partition()));
            return numbers;
        });
    }

    private void fill(TopicPartition place, Ahead ahead) {
        open.forEach((other, its) -> {
            if (other.equals(place) || its.records.size() < AHEAD) {
                consumer.resume(List.of(other));
            } else {
                consumer.pause(List.of(other));
            }
        });
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        while (ahead.records.isEmpty() && ahead.position < ahead.end) {
            take(consumer.poll(POLL));
            if (System.nanoTime() > patientUntil) {
                throw new TimeoutException("no record of %s from offset %d on came for %d s"
                        .formatted(place, ahead.position, PATIENCE.toSeconds()));
            }
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> polled) {
        for (TopicPartition place : polled.partitions()) {
            Ahead ahead = open.get(place);
            for (ConsumerRecord<byte[], byte[]> record : polled.records(place)) {
                if (ahead != null && record.offset() < ahead.end) {
                    ahead.records.add(new Raw(record.offset(), record.value()));
                }
            }
        }
        open.forEach((place, ahead) -> ahead.position = consumer.position(place)); // beyond what is no record, too
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package io.thalweg.stream;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A producer who goes on at an even pace whatever happens to everybody else, each event once and in order, as far as it
 * may: so that there is always something left to be learned when the next fault strikes.
 */
final class Feeder implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 600_000;
    private static final long SLACK_NANOS = 100_000_000;

    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile long granted;

    /** Begins to publish as soon as something is granted. */
    Feeder(String bootstrapServers, String topic, List<byte[]> values, int perSecond) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                20,
                "delivery.timeout.ms",
                PATIENCE_MILLIS,
                "max.block.ms",
                PATIENCE_MILLIS);
        thread = new Thread(() -> feed(settings, topic, values, perSecond), "feeder");
        thread.start();
    }

    private void feed(Map<String, Object> settings, String topic, List<byte[]> values, int perSecond) {
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long due = System.nanoTime();
            for (int i = 0; i < values.size() && !thread.isInterrupted(); i++) {
                due = Math.max(due + 1_000_000_000L / perSecond, System.nanoTime() - SLACK_NANOS);
                while (System.nanoTime() < due || i >= granted && !thread.isInterrupted()) {
                    LockSupport.parkNanos(1_000_000);
                }
                producer.send(new ProducerRecord<>(topic, 0, null, values.get(i)), (metadata, problem) -> {
                    if (problem != null) {
                        failure.compareAndSet(null, problem);
                    }
                });
            }
        }
    }

    /** From now on {@code count} events may be published, and never fewer. */
    void grant(long count) {
        granted = Math.max(granted, count);
    }

    /** Publishes the rest and waits until everything is on the topic. */
    void finish() {
        grant(Long.MAX_VALUE);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure.get() != null) {
            throw new AssertionError("an event could not be published: the run says nothing", failure.get());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

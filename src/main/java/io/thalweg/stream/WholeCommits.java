package io.thalweg.stream;

import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's clients, with a producer that commits no transaction whose offsets it could not add in time.
 *
 * <p>The engine (4.3.1, {@code TaskManager.handleCorruption}) does: when the broker is away for longer than the
 * producer waits while offsets are added, it takes the tasks for corrupted, asks for a commit of what is open, and goes
 * back to the committed offsets. Both requests wait in the producer until the broker is back, and may be answered after
 * the tasks have asked where to begin: then the same records are written, and committed, twice.
 */
public final class WholeCommits implements KafkaClientSupplier {
    private final LongConsumer committed;

    /** For the engine, which makes it by its name. */
    public WholeCommits() {
        this(nanos -> {});
    }

    /** @param committed told how long each commit has held its thread up, in nanoseconds */
    WholeCommits(LongConsumer committed) {
        this.committed = committed;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new Whole(config, committed);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    private static final class Whole extends KafkaProducer<byte[], byte[]> {
        private final LongConsumer committed;
        private @Nullable RuntimeException missing; // why the offsets of the open transaction are
        private boolean isFlushed;
        private long flush; // when the commit of the open transaction began, in nanoseconds

        Whole(Map<String, Object> config, LongConsumer committed) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.committed = committed;
        }

        @Override
        public void beginTransaction() {
            super.beginTransaction();
            missing = null;
            isFlushed = false;
        }

        @Override
        public void flush() {
            begin();
            super.flush();
        }

        private void begin() {
            if (!isFlushed) {
                isFlushed = true;
                flush = System.nanoTime();
            }
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            try {
                super.sendOffsetsToTransaction(offsets, group);
            } catch (RuntimeException e) {
                missing = e;
                throw e;
            }
        }

        @Override
        public void commitTransaction() {
            if (missing != null) {
                throw new KafkaException(
                        "a transaction without its offsets must not be committed: " + missing.getMessage(), missing);
            }
            begin();
            super.commitTransaction();
            committed.accept(System.nanoTime() - flush);
        }
    }
}

package io.thalweg.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The engine's ordinary clients, with a watch on the learner's producer: how long each commit holds the stream thread
 * up, and each checkpoint. The engine makes it by its name, so what it finds is kept for the whole JVM, which does
 * nothing else.
 */
public final class TimedClients implements KafkaClientSupplier {
    private static final Found FOUND = new Found(new ArrayList<>(), new ArrayList<>());
    private static final double MILLIS = 1e6;
    private static final long PAUSE_NANOS = 5_000_000; // between two checkpoints in one transaction

    /**
     * What was measured so far.
     *
     * @param commits ms of each commit that carried no checkpoint
     * @param checkpoints of each one that did
     */
    public record Found(List<Double> commits, List<Stall> checkpoints) {}

    /** How long learning stood still, to write the blocks and commit them, and how many bytes they had. */
    public record Stall(double millis, long bytes) {}

    static Found found() {
        synchronized (FOUND) {
            return new Found(List.copyOf(FOUND.commits()), List.copyOf(FOUND.checkpoints()));
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> settings) {
        return Admin.create(settings);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        boolean isLearner = String.valueOf(settings.get("client.id")).contains(".learn-");
        return isLearner
                ? new Timed(settings)
                : new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
        return getConsumer(settings);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
        return getConsumer(settings);
    }

    /** Owned by the stream thread. */
    private static final class Timed extends KafkaProducer<byte[], byte[]> {
        private long firstBlock; // of the running checkpoint; nanoseconds, like all below
        private long lastBlock;
        private long longest; // checkpoint of this transaction
        private long bytes;
        private long flush; // when the commit began, 0 before it

        Timed(Map<String, Object> settings) {
            super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (!record.topic().endsWith("-changelog")) {
                return super.send(record, callback);
            }
            long now = System.nanoTime();
            if (now - lastBlock > PAUSE_NANOS) {
                firstBlock = now;
            }
            Future<RecordMetadata> sent = super.send(record, callback);
            lastBlock = System.nanoTime();
            longest = Math.max(longest, lastBlock - firstBlock);
            bytes += record.value().length;
            return sent;
        }

        @Override
        public void flush() {
            flush = flush == 0 ? System.nanoTime() : flush;
            super.flush();
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            long commit = System.nanoTime() - flush;
            synchronized (FOUND) {
                if (bytes == 0) {
                    FOUND.commits().add(commit / MILLIS);
                } else {
                    FOUND.checkpoints().add(new Stall((longest + commit) / MILLIS, bytes));
                }
            }
            longest = 0;
            bytes = 0;
            flush = 0;
        }
    }
}

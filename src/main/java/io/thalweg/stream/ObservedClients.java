package io.thalweg.stream;

import io.thalweg.stream.ThalwegStreams.Part;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** The engine's ordinary clients, whose producers say how long each commit holds the stream thread up. */
final class ObservedClients implements KafkaClientSupplier {
    /** Whoever sets this has clients of their own. */
    static final String SETTING = "default.client.supplier";

    private final Part part;
    private final StreamObserver observer;

    ObservedClients(Part part, StreamObserver observer) {
        this.part = part;
        this.observer = observer;
    }

    @Override
    public Admin getAdmin(Map<String, Object> settings) {
        return Admin.create(settings);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        return new Watched(settings);
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

    /** Owned by one stream thread. */
    private final class Watched extends KafkaProducer<byte[], byte[]> {
        private boolean isFlushed;
        private long flush; // when the commit began, in nanoseconds

        Watched(Map<String, Object> settings) {
            super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void beginTransaction() {
            isFlushed = false;
            super.beginTransaction();
        }

        @Override
        public void flush() {
            begin();
            super.flush();
        }

        @Override
        public void commitTransaction() {
            begin();
            super.commitTransaction();
            observer.committed(part, System.nanoTime() - flush);
        }

        private void begin() {
            if (!isFlushed) {
                isFlushed = true;
                flush = System.nanoTime();
            }
        }
    }
}

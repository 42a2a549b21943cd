package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.stream.ThalwegStreams.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    @TempDir
    private Path directory;

    /** Clients of an engine that fails as soon as it begins. */
    public static final class BrokenClients extends DefaultKafkaClientSupplier {
        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
                @Override
                public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                    throw new IllegalStateException("broken");
                }
            };
        }
    }

    @Test
    void itCanBeClosedWhileItsFailureIsBeingExplained() throws InterruptedException {
        Properties settings = new Properties();
        settings.put("application.id", "broken");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        settings.put("state.dir", directory.toString());
        settings.put(EngineSettings.CLIENTS, BrokenClients.class.getName());
        Engine.Plan plan = new Engine.Plan(EngineTest::topology, settings, StreamObserver.NONE);
        CountDownLatch explaining = new CountDownLatch(1);
        CountDownLatch explained = new CountDownLatch(1);
        Engine engine = new Engine(Part.LEARN, plan, () -> true, failure -> {
            explaining.countDown();
            await(explained);
        });
        CountDownLatch closed = new CountDownLatch(1);
        Thread closing = new Thread(() -> {
            engine.renew();
            engine.close(Duration.ofMillis(1));
            closed.countDown();
        });
        try {
            engine.start();
            assertThat(explaining.await(60, TimeUnit.SECONDS))
                    .as("it has failed")
                    .isTrue();
            closing.start();
            assertThat(closed.await(10, TimeUnit.SECONDS))
                    .as("nobody waits for the explanation")
                    .isTrue();
        } finally {
            explained.countDown();
            engine.close(Duration.ofSeconds(60));
        }
    }

    private static Topology topology() {
        return new Topology().addSource("in", "events");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

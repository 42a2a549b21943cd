package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.stream.ThalwegStreams.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    @TempDir
    private Path directory;

    /** Clients of an engine whose polls do what a test wants. */
    private abstract static class PollingClients extends DefaultKafkaClientSupplier {
        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
                @Override
                public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                    onPoll();
                    return ConsumerRecords.empty();
                }
            };
        }

        abstract void onPoll();
    }

    /** Clients of an engine that fails as soon as it begins. */
    public static final class BrokenClients extends PollingClients {
        @Override
        void onPoll() {
            throw new IllegalStateException("broken");
        }
    }

    @Test
    void itCanBeClosedWhileItsFailureIsBeingExplained() throws InterruptedException {
        Engine.Plan plan = new Engine.Plan(EngineTest::topology, settings(BrokenClients.class), StreamObserver.NONE);
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

    /** Clients of an engine whose broker goes away as soon as it begins. */
    public static final class CutOffClients extends PollingClients {
        @Override
        void onPoll() {
            throw new DisconnectException();
        }
    }

    @Test
    void anEngineThatCannotBeginAgainHasFailedAndSaysWhy() throws Exception {
        Engine.Plan plan = new Engine.Plan(EngineTest::topology, settings(CutOffClients.class), StreamObserver.NONE);
        CompletableFuture<StreamException> failed = new CompletableFuture<>();
        BooleanSupplier outOfThreads = () -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        Engine engine = new Engine(Part.LEARN, plan, outOfThreads, failed::complete);
        engine.start();
        assertThat(failed.get(60, TimeUnit.SECONDS)).hasMessageContaining("no more threads");
        assertThat(engine.close(Duration.ofSeconds(60))).isTrue();
    }

    /** Clients of engines that end only when all have been told to. */
    public static final class CompanionableClients extends PollingClients {
        private static final Set<Engine> ALL = ConcurrentHashMap.newKeySet();

        @Override
        void onPoll() {
            while (!ALL.stream().allMatch(CompanionableClients::isEnding)) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        private static boolean isEnding(Engine engine) {
            return engine.state().isShuttingDown() || engine.state().hasCompletedShutdown();
        }
    }

    /** Clients of an engine that ends only when it is let go. */
    public static final class HeldClients extends PollingClients {
        private static final CountDownLatch POLLED = new CountDownLatch(1);
        private static final CountDownLatch LET_GO = new CountDownLatch(1);

        @Override
        void onPoll() {
            POLLED.countDown();
            await(LET_GO);
        }
    }

    @Test
    void itCanBeClosedWhileItIsRestarted() throws InterruptedException {
        Engine.Plan plan = new Engine.Plan(EngineTest::topology, settings(HeldClients.class), StreamObserver.NONE);
        Engine engine = new Engine(Part.LEARN, plan, () -> true, failure -> {});
        CountDownLatch closed = new CountDownLatch(1);
        Thread closing = new Thread(() -> {
            engine.close(Duration.ofMillis(1));
            closed.countDown();
        });
        try {
            engine.start();
            assertThat(HeldClients.POLLED.await(60, TimeUnit.SECONDS)).isTrue();
            engine.renew();
            while (engine.state() != State.PENDING_SHUTDOWN) {
                LockSupport.parkNanos(1_000_000);
            }
            closing.start();
            assertThat(closed.await(10, TimeUnit.SECONDS))
                    .as("nobody waits for the restart")
                    .isTrue();
        } finally {
            HeldClients.LET_GO.countDown();
        }
        assertThat(engine.close(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void theyEndTogetherAndNotOneAfterTheOther() {
        for (Part part : Part.values()) {
            Properties settings = settings(CompanionableClients.class);
            settings.put("application.id", part.name());
            Engine.Plan plan = new Engine.Plan(EngineTest::topology, settings, StreamObserver.NONE);
            CompanionableClients.ALL.add(new Engine(part, plan, () -> true, failure -> {}));
        }
        CompanionableClients.ALL.forEach(Engine::start);
        assertThat(Engine.close(CompanionableClients.ALL, Duration.ofSeconds(60)))
                .isTrue();
    }

    private Properties settings(Class<? extends DefaultKafkaClientSupplier> clients) {
        Properties settings = new Properties();
        settings.put("application.id", "broken");
        settings.put("bootstrap.servers", "127.0.0.1:1");
        settings.put("state.dir", directory.toString());
        settings.put(EngineSettings.CLIENTS, clients.getName());
        return settings;
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

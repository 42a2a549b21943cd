package io.thalweg.app.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, as something to ask for: until this is closed, the JVM waits for whoever has begun to end what they began.
 */
public final class Interruption implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(60);

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean come;

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::arrive, "interruption"));
    }

    private void arrive() {
        come = true;
        try {
            over.await(GOODBYE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean hasCome() {
        return come;
    }

    @Override
    public void close() {
        over.countDown();
    }
}

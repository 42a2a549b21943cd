package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchmanTest {
    private final CountDownLatch looks = new CountDownLatch(3);

    @Test
    void aLookThatFailsIsNotTheLast() throws InterruptedException {
        assertItGoesOn(() -> {
            looks.countDown();
            throw new IllegalStateException("nothing to be seen");
        });
    }

    @Test
    void notEvenWhenTheMachineIsAtItsEnd() throws InterruptedException {
        assertItGoesOn(() -> {
            looks.countDown();
            throw new OutOfMemoryError("unable to create native thread");
        });
    }

    private void assertItGoesOn(Runnable look) throws InterruptedException {
        try (Watchman watchman = new Watchman()) {
            watchman.look(look, Duration.ofMillis(1));
            assertThat(looks.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}

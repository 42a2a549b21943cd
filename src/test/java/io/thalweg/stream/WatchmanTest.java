package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchmanTest {
    @Test
    void aLookThatFailsIsNotTheLast() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(3);
        try (Watchman watchman = new Watchman()) {
            watchman.look(
                    () -> {
                        looks.countDown();
                        throw new IllegalStateException("nothing to be seen");
                    },
                    Duration.ofMillis(1));
            assertThat(looks.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void notEvenWhenTheMachineIsAtItsEnd() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(3);
        try (Watchman watchman = new Watchman()) {
            watchman.look(
                    () -> {
                        looks.countDown();
                        throw new OutOfMemoryError("unable to create native thread");
                    },
                    Duration.ofMillis(1));
            assertThat(looks.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}

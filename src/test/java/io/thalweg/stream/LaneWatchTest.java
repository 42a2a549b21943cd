package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaneWatchTest {
    private static final Duration LONGER_THAN_THE_TEST = Duration.ofHours(1);

    private final LaneWatch watch = new LaneWatch();

    @Test
    void aCleanStopIsWaitedFor() throws InterruptedException {
        watch.opened(0);
        Thread lane = new Thread(() -> {
            while (!watch.isStopping()) {
                Thread.onSpinWait();
            }
            watch.settled(0);
        });
        lane.start();
        assertThat(watch.settle(LONGER_THAN_THE_TEST)).isTrue();
        lane.join();
    }

    @Test
    void aLaneWhoseStreamHasFailedIsNotWaitedFor() throws InterruptedException {
        watch.opened(0);
        Thread stop = new Thread(() -> watch.settle(LONGER_THAN_THE_TEST));
        stop.setDaemon(true); // nothing else ends it if this fails
        stop.start();
        watch.abandon();
        stop.join(30_000);
        assertThat(stop.isAlive()).isFalse();
    }
}

package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private long millis = 1_700_000_000_000L;
    private long nanos = 77;
    private final ClockWatch watch = new ClockWatch(() -> millis, () -> nanos);

    private void passes(Duration time) {
        millis += time.toMillis();
        nanos += time.toNanos();
    }

    @Test
    void timeThatPassesIsNoStepBack() {
        passes(Duration.ofHours(2));
        assertThat(watch.setBackSeconds()).isZero();
    }

    @Test
    void anHourBackIsSeenOnce() {
        passes(Duration.ofSeconds(1));
        millis -= Duration.ofHours(1).toMillis();
        assertThat(watch.setBackSeconds()).isEqualTo(3_600);
        passes(Duration.ofSeconds(1));
        assertThat(watch.setBackSeconds()).isZero();
    }

    @Test
    void anHourForwardAndALittleBackHarmNobody() {
        millis += Duration.ofHours(1).toMillis();
        assertThat(watch.setBackSeconds()).isZero();
        passes(Duration.ofSeconds(1));
        millis -= ClockWatch.BEARABLE_MILLIS;
        assertThat(watch.setBackSeconds()).isZero();
    }
}

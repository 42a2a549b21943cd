package io.thalweg.serve.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LabelRateTest {
    private final LabelRate rate = new LabelRate();

    @Test
    void itIsUnknownBeforeTwoSamples() {
        assertThat(rate.perSecond(0)).isNaN();
        rate.add(0, 100);
        assertThat(rate.perSecond(1_000)).isNaN();
    }

    @Test
    void itFollowsTheLastHalfMinute() {
        for (int second = 0; second <= 60; second++) {
            rate.add(1_000L * second, 500L * second);
        }
        assertThat(rate.perSecond(60_000)).isCloseTo(500, within(1e-9));
        for (int second = 61; second <= 120; second++) {
            rate.add(1_000L * second, 30_000 + 2_000L * (second - 60));
        }
        assertThat(rate.perSecond(120_000)).isCloseTo(2_000, within(1e-9));
    }

    @Test
    void metricsOfSeveralTasksThatComeTogetherAreOneSample() {
        for (int second = 0; second < 10; second++) {
            rate.add(1_000L * second, 300L * second + 100);
            rate.add(1_000L * second + 1, 300L * second + 200);
            rate.add(1_000L * second + 2, 300L * second + 300);
        }
        assertThat(rate.perSecond(9_010)).isCloseTo(300, within(25.0));
    }

    @Test
    void itFallsWhenNothingComesAnyMore() {
        rate.add(0, 0);
        rate.add(1_000, 1_000);
        assertThat(rate.perSecond(2_000)).isEqualTo(1_000);
        assertThat(rate.perSecond(20_000)).isEqualTo(50);
        assertThat(rate.perSecond(60_000)).isZero();
    }

    @Test
    void aModelThatBeganAgainHasNoNegativeRate() {
        rate.add(0, 5_000);
        rate.add(1_000, 6_000);
        rate.add(2_000, 10);
        rate.add(3_000, 20);
        assertThat(rate.perSecond(3_000)).isEqualTo(10);
    }
}

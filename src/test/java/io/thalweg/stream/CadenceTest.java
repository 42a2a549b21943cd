package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CadenceTest {
    private static final long NOON = 43_200_000;

    private final Cadence cadence = new Cadence(50);

    @Test
    void theFirstRecordOfALifeIsFollowedByACheckpoint() {
        cadence.begin(false);
        assertThat(cadence.isDue(-1, 1)).isTrue();
    }

    @Test
    void thenItIsTheOffsetsThatCount() {
        cadence.begin(false);
        cadence.glance(NOON);
        cadence.glance(NOON + Cadence.SETTLING_MILLIS);
        assertThat(cadence.isDue(100, 149)).isFalse();
        assertThat(cadence.isDue(100, 150)).isTrue();
    }

    @Test
    void aCatchUpIsWrittenDownWhenTheFirstPredictionsAreOut() {
        cadence.begin(true);
        assertThat(cadence.isDue(100, 110)).isFalse();
        cadence.glance(NOON);
        cadence.glance(NOON + Cadence.SETTLING_MILLIS - 1);
        assertThat(cadence.isDue(100, 120)).isFalse();
        cadence.glance(NOON + Cadence.SETTLING_MILLIS);
        assertThat(cadence.isDue(100, 121)).isTrue();
    }

    @Test
    void aCatchUpIsWrittenDownOnce() {
        cadence.begin(true);
        cadence.glance(NOON);
        cadence.glance(NOON + Cadence.SETTLING_MILLIS);
        cadence.written();
        assertThat(cadence.isDue(121, 122)).isFalse();
    }

    @Test
    void theNextLifeBeginsAnew() {
        cadence.begin(true);
        cadence.glance(NOON);
        cadence.glance(NOON + Cadence.SETTLING_MILLIS);
        cadence.begin(true);
        assertThat(cadence.isDue(100, 110)).isFalse();
        cadence.glance(NOON + 2 * Cadence.SETTLING_MILLIS);
        assertThat(cadence.isDue(100, 110)).isFalse();
    }
}

package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.learn.GapEvidence.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapEvidenceTest {
    private static final int STREAMS = 400;
    private static final int GAPS = 5_000;
    private static final double ERROR = 0.05;

    /** Gaps of heavy tails around {@code mean}, about 1 in size. */
    private static double gap(Random random, double mean) {
        double normal = random.nextGaussian();
        return mean + 0.6 * normal * Math.abs(normal);
    }

    private static int alarms(double mean) {
        int alarms = 0;
        for (int stream = 0; stream < STREAMS; stream++) {
            Random random = new Random(stream);
            GapEvidence evidence = new GapEvidence();
            boolean isAbove = false;
            for (int i = 0; i < GAPS; i++) {
                isAbove |= evidence.observe(gap(random, mean), ERROR) == Verdict.ABOVE;
            }
            alarms += isAbove ? 1 : 0;
        }
        return alarms;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.05, -0.5})
    void lookingAfterEveryGapDoesNotRaiseMoreFalseAlarmsThanAllowed(double mean) {
        assertThat(alarms(mean)).isLessThanOrEqualTo((int) (ERROR * STREAMS));
    }

    @Test
    void aGapOfAFifthOfTheirSpreadIsFoundInFiveThousand() {
        assertThat(alarms(0.2)).isGreaterThan(STREAMS * 9 / 10);
    }

    /**
     * Gap of the losses of two constant predictions of a class in nats; those of the class itself are the large ones.
     */
    private static double gap(Random random, double rate, double own, double other) {
        return random.nextDouble() < rate ? Math.log(other / own) : Math.log((1 - other) / (1 - own));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.01, 0.03, 0.2})
    void aRareClassIsNotLeftToWhoeverDeniesIt(double rate) {
        Random random = new Random(11);
        GapEvidence deniedByOther = new GapEvidence();
        for (int i = 0; i < 100_000; i++) {
            assertThat(deniedByOther.observe(gap(random, rate, rate, rate / 2), ERROR))
                    .isNotEqualTo(Verdict.ABOVE);
        }
    }

    @Test
    void whoDeniesARareClassIsFoundOut() {
        Random random = new Random(13);
        GapEvidence deniedByOwn = new GapEvidence();
        boolean isAbove = false;
        for (int i = 0; i < 200_000; i++) {
            isAbove |= deniedByOwn.observe(gap(random, 0.03, 0.015, 0.03), ERROR) == Verdict.ABOVE;
        }
        assertThat(isAbove).isTrue();
    }

    @Test
    void aGoodPastDoesNotOutweighABadPresent() {
        GapEvidence evidence = new GapEvidence();
        Random random = new Random(5);
        for (int i = 0; i < 20 * GAPS; i++) {
            assertThat(evidence.observe(gap(random, -0.3), ERROR)).isNotEqualTo(Verdict.ABOVE);
        }
        boolean isAbove = false;
        for (int i = 0; i < GAPS; i++) {
            isAbove |= evidence.observe(gap(random, 0.3), ERROR) == Verdict.ABOVE;
        }
        assertThat(isAbove).isTrue();
    }

    @Test
    void whatIsNotFiniteSaysNothing() {
        GapEvidence one = new GapEvidence();
        GapEvidence other = new GapEvidence();
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            assertThat(other.observe(Double.NaN, ERROR)).isEqualTo(Verdict.OPEN);
            assertThat(other.observe(Double.POSITIVE_INFINITY, ERROR)).isEqualTo(Verdict.OPEN);
            double gap = gap(random, 0);
            assertThat(other.observe(gap, ERROR)).isEqualTo(one.observe(gap, ERROR));
            assertThat(other.lead()).isEqualTo(one.lead());
        }
    }
}

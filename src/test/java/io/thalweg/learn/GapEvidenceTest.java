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
    void aGapOfATenthOfTheirSpreadIsFoundInFiveThousand() {
        assertThat(alarms(0.1)).isGreaterThan(STREAMS * 9 / 10);
    }

    @Test
    void theUnitOfTheGapsDoesNotMatter() {
        GapEvidence one = new GapEvidence();
        GapEvidence other = new GapEvidence();
        Random random = new Random(3);
        for (int i = 0; i < GAPS; i++) {
            double gap = gap(random, 0.05);
            assertThat(other.observe(gap * 1_024, ERROR)).isEqualTo(one.observe(gap, ERROR));
        }
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

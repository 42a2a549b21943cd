package io.thalweg.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClickLogTest {
    private static final int EVENTS = 50_000;
    private static final long GOLDEN = 4486078167816178727L; // of the first 1,000 records of log 42

    @Test
    void vocabulariesGoFromTenToAMillion() {
        assertThat(ClickLog.vocabularySize(0)).isEqualTo(10);
        assertThat(ClickLog.vocabularySize(ClickLog.CATEGORIES - 1)).isEqualTo(1_000_000);
    }

    @Test
    void aSeedIsALogOnEveryMachine() {
        ClickLog log = new ClickLog(42);
        long hash = 0;
        for (int i = 0; i < 1_000; i++) {
            log.advance();
            hash = 31 * hash + log.time();
            for (int field = 0; field < ClickLog.CATEGORIES; field++) {
                hash = 31 * hash + log.category(field);
            }
            for (int field = 0; field < ClickLog.NUMBERS; field++) {
                hash = 31 * hash + Double.hashCode(log.number(field));
            }
            hash = 31 * hash + Double.hashCode(log.label(0) + log.label(1) + log.label(2));
        }
        assertThat(hash).isEqualTo(GOLDEN);
    }

    @Test
    void ratesAreThoseOfARealLogAndTheTruthBeatsThem() {
        ClickLog log = new ClickLog(42);
        double clicks = 0;
        double purchases = 0;
        int first = 0;
        for (int i = 0; i < EVENTS; i++) {
            log.advance();
            clicks += log.label(0);
            purchases += log.label(2);
            first += log.category(0) == 0 ? 1 : 0;
        }
        assertThat(clicks / EVENTS).isCloseTo(0.23, within(0.01));
        assertThat(purchases / EVENTS).isCloseTo(0.04, within(0.004));
        assertThat(log.best("clicked").error()).isLessThan(0.8 * entropy(clicks / EVENTS));
        assertThat(log.best("bought").error()).isLessThan(0.9 * entropy(purchases / EVENTS));
        assertThat(log.best("dwell_s").error()).isCloseTo(0.8, within(0.02));
        assertThat(first / (double) EVENTS).isCloseTo(0.352, within(0.01)); // 1 / sum of rank^-1.05 over ten ranks
    }

    private static double entropy(double rate) {
        return -rate * StrictMath.log(rate) - (1 - rate) * StrictMath.log(1 - rate);
    }
}

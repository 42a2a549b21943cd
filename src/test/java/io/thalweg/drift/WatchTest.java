package io.thalweg.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Adwin TEST = new Adwin(0.002, 0.1);

    /** Where a change is found in values around {@code mean}, that jump by half their spread in the middle. */
    private static List<Integer> changes(double mean, double spread, List<Shift> shifts) {
        SplittableRandom random = new SplittableRandom(3);
        Watch watch = new Watch(TEST);
        List<Integer> changes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            double value = mean + spread * (random.nextDouble() + (i < 10_000 ? 0 : 0.5));
            Shift shift = watch.observe(value);
            if (shift != null) {
                changes.add(i);
                shifts.add(shift);
            }
        }
        return changes;
    }

    @Test
    void theUnitOfTheValuesDoesNotMatter() {
        List<Shift> shifts = new ArrayList<>();
        List<Integer> plain = changes(0, 1, shifts);
        assertThat(plain).hasSize(1);
        assertThat(changes(1_000, 1, shifts)).isEqualTo(plain);
        assertThat(changes(0, 1e-6, shifts)).isEqualTo(plain);
        assertThat(shifts.get(1).before()).isCloseTo(1_000.5, within(0.05));
        assertThat(shifts.get(1).after()).isCloseTo(1_001.0, within(0.1));
        assertThat(shifts.get(2).after()).isCloseTo(1.0e-6, within(1e-7));
    }

    @Test
    void whatIsNoNumberIsPassedOver() {
        Watch watch = new Watch(TEST);
        for (int i = 0; i < 1_000; i++) {
            assertThat(watch.observe(i % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY))
                    .isNull();
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(watch.observe(7)).isNull();
        }
    }

    @Test
    void whatBeginsAnewDoesNotCompareWithWhatWas() {
        Watch watch = new Watch(TEST);
        for (int i = 0; i < 5_000; i++) {
            watch.observe(i % 2);
        }
        watch.begin();
        for (int i = 0; i < 5_000; i++) {
            assertThat(watch.observe(1 + i % 2)).isNull();
        }
    }
}

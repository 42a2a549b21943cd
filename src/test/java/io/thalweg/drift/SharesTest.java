package io.thalweg.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static final int WINDOW = 10_000;

    /** Indexes of the changes in windows where the category 1 has these shares in percent, and 2 all the rest. */
    private static List<Shift> changes(Shares shares, int... percents) {
        List<Shift> changes = new ArrayList<>();
        for (int percent : percents) {
            for (int i = 0; i < WINDOW; i++) {
                Shift shift = shares.observe(i % 100 < percent ? 1 : 2);
                if (shift != null) {
                    changes.add(shift);
                }
            }
        }
        return changes;
    }

    @Test
    void theDistanceIsThePopulationStabilityIndex() {
        double index = (0.8 - 0.5) * Math.log(0.8 / 0.5) + (0.2 - 0.5) * Math.log(0.2 / 0.5); // 0.416
        assertThat(changes(new Shares(WINDOW, 0.25), 50, 80))
                .singleElement()
                .satisfies(shift -> assertThat(shift.after()).isCloseTo(index, within(0.003)))
                .extracting(Shift::before)
                .isEqualTo(0.0);
    }

    @Test
    void aChangeIsToldOnceAndTheWayBackIsAnother() {
        assertThat(changes(new Shares(WINDOW, 0.25), 50, 55, 80, 80, 80, 50, 50))
                .hasSize(2);
    }

    @Test
    void chanceIsNoChange() {
        SplittableRandom random = new SplittableRandom(5);
        Shares shares = new Shares(WINDOW, 0.25);
        for (int i = 0; i < 100 * WINDOW; i++) {
            assertThat(shares.observe(random.nextInt(100_000))).isNull();
        }
    }

    @Test
    void whatIsWrittenAndReadGoesOn() throws IOException {
        Shares shares = new Shares(WINDOW, 0.25);
        Shares other = new Shares(WINDOW, 0.25);
        changes(shares, 50);
        shares.observe(3);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        shares.write(new DataOutputStream(bytes));
        other.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(changes(other, 80, 80)).isEqualTo(changes(shares, 80, 80)).hasSize(1);
    }
}

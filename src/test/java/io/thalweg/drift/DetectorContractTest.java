package io.thalweg.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every detector promises. */
class DetectorContractTest {
    private static final long SEED = Long.getLong("thalweg.seed", 11);

    static Stream<Detector> detectors() {
        return Stream.of(new Adwin(0.002, 0.1), new PageHinkley(0.1, 100, 0.9999));
    }

    @Test
    void noDetectorEscapesThisContract() {
        assertThat(detectors().map(Object::getClass))
                .containsExactlyInAnyOrder(Detector.class.getPermittedSubclasses());
    }

    /** Around 0 with a deviation of 1, behind {@code onset} around {@code level}. */
    private static double value(SplittableRandom random, int i, int onset, double level) {
        double sum = -6;
        for (int draw = 0; draw < 12; draw++) {
            sum += random.nextDouble();
        }
        return sum + (i < onset ? 0 : level);
    }

    /** Where a change is found, and which way; of values around 0 and behind {@code onset} around {@code level}. */
    private static List<String> changes(Detector detector, int count, int onset, double level) {
        SplittableRandom random = new SplittableRandom(SEED);
        Detector.State state = detector.start();
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Shift shift = state.observe(value(random, i, onset, level), 1);
            if (shift != null) {
                changes.add((shift.isRise() ? "up " : "down ")
                        + (i < onset ? "before" : i < onset + 1_000 ? "soon" : "late"));
            }
        }
        return changes;
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void itFindsAChangeOnceAndSoonAndSaysWhichWay(Detector detector) {
        assertThat(changes(detector, 40_000, 20_000, 0.5)).as("seed %d", SEED).containsExactly("up soon");
        assertThat(changes(detector, 40_000, 20_000, -0.5)).as("seed %d", SEED).containsExactly("down soon");
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void itFindsNothingWhereNothingChanges(Detector detector) {
        assertThat(changes(detector, 300_000, 0, 0)).as("seed %d", SEED).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void itPassesOverAChangeThatIsTolerated(Detector detector) {
        assertThat(changes(detector, 300_000, 150_000, 0.05))
                .as("seed %d", SEED)
                .isEmpty();
    }

    private static byte[] written(Detector.State state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void whatIsWrittenAndReadGoesOnBitForBit(Detector detector) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Detector.State state = detector.start();
        Detector.State other = detector.start();
        other.observe(17, 1); // is forgotten
        for (int i = 0; i < 9_000; i++) {
            state.observe(value(random, i, 5_000, 1), 1);
        }
        other.read(new DataInputStream(new ByteArrayInputStream(written(state))));
        for (int i = 9_000; i < 30_000; i++) {
            double value = value(random, i, 15_000, 3);
            assertThat(other.observe(value, 1)).isEqualTo(state.observe(value, 1));
        }
        assertThat(written(other)).isEqualTo(written(state));
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void itsMemoryIsBounded(Detector detector) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Detector.State state = detector.start();
        for (int i = 0; i < 1_000_000; i++) {
            state.observe(random.nextDouble(), 1);
        }
        assertThat(written(state).length).isLessThan(2_000);
    }
}

package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.ingest.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardiserTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final FeatureMap MAP = new FeatureMap(
            List.of(new Feature.Numeric("price", 0, false, true), new Feature.Numeric("raw", 1, false, false)),
            List.of(),
            List.of(),
            2);

    private final Standardiser standardiser = new Standardiser(MAP);
    private final SplittableRandom random = new SplittableRandom(SEED);

    private static Example example(float... numbers) {
        return new Example(
                0,
                null,
                0,
                new Source("a", 0, 0),
                new int[0],
                new int[0][],
                numbers,
                new int[0],
                new float[0],
                new float[0]);
    }

    private void seen(float price) {
        standardiser.observe(example(price, 0));
    }

    private float[] inputs(float price, float raw) {
        float[] inputs = new float[2];
        standardiser.apply(example(price, raw), inputs, 0);
        return inputs;
    }

    private float price(float price) {
        return inputs(price, 0)[0];
    }

    private static float price(Standardiser standardiser, float price) {
        float[] inputs = new float[2];
        standardiser.apply(example(price, 0), inputs, 0);
        return inputs[0];
    }

    @Test
    void aNumberIsToldInSpreadsFromTheMean() {
        int n = 5_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            float number = (float) (1_000 + 20 * random.nextGaussian());
            seen(number);
            sum += number;
            squares += (double) number * number;
        }
        double mean = sum / n;
        double spread = Math.sqrt(squares / n - mean * mean);
        assertThat(price(1_030)).isCloseTo((float) ((1_030 - mean) / spread), within(1e-4f));
    }

    @Test
    void aMissingNumberIsTheMeanAndLeavesNoTrace() {
        for (int i = 0; i < 500; i++) {
            seen(random.nextInt(100));
        }
        float before = price(70);
        seen(Float.NaN);
        assertThat(price(Float.NaN)).isZero();
        assertThat(price(70)).isEqualTo(before);
        assertThat(inputs(0, Float.NaN)[1]).isZero();
    }

    @Test
    void aConstantColumnSaysNothing() {
        assertThat(price(7)).isZero();
        for (int i = 0; i < 1_000; i++) {
            seen(0.1f);
        }
        assertThat(price(0.1f)).isZero();
        assertThat(price(1e9f)).isZero();
        seen(5);
        assertThat(price(5)).isEqualTo(10);
        assertThat(price(0.1f)).isCloseTo(-0.03f, within(1e-2f));
    }

    @Test
    void anOutlierNeitherShoutsNorDeafensTheRest() {
        for (int i = 0; i < 1_000; i++) {
            seen((float) random.nextGaussian());
        }
        float before = price(1);
        seen(3e38f);
        seen(-3e38f);
        assertThat(price(3e38f)).isEqualTo(10);
        assertThat(price(-3e38f)).isEqualTo(-10);
        assertThat(price(1)).isCloseTo(before, within(0.15f));
    }

    @Test
    void aBrokenNumberAmongTheFirstDeafensNobodyWhereverItStands() {
        for (int place : new int[] {0, 1, 2, 7, 50, 99}) {
            for (float broken : new float[] {1e30f, -3e38f, 1e5f}) {
                Standardiser clean = new Standardiser(MAP);
                Standardiser hit = new Standardiser(MAP);
                for (int i = 0; i < 200; i++) {
                    float number = (float) random.nextGaussian();
                    clean.observe(example(number, 0));
                    hit.observe(example(i == place ? broken : number, 0));
                    if (i >= place + 20) {
                        assertThat(price(hit, 1))
                                .as("%s at %d, after %d", broken, place, i)
                                .isBetween(0.2f, 2f);
                    }
                }
                assertThat(price(hit, 1)).isCloseTo(price(clean, 1), within(0.5f));
                assertThat(price(hit, broken)).isEqualTo(Math.copySign(10, broken));
            }
        }
    }

    @Test
    void severalBrokenNumbersAmongManyThatAreTheSameDeafenNobody() {
        for (int i = 0; i < 2_000; i++) {
            seen(0);
        }
        seen(1e30f);
        seen(1e30f);
        for (int i = 0; i < 30; i++) {
            seen(0);
            seen(1 + random.nextInt(3));
        }
        assertThat(price(2)).isGreaterThan(2);
        assertThat(price(1)).isLessThan(price(2));
    }

    @Test
    void numbersOfManySizesAreTakenAsTheyAre() {
        double mean = 0;
        double squares = 0;
        for (int i = 1; i <= 100; i++) {
            float number = (float) StrictMath.exp(2 * random.nextGaussian());
            seen(number);
            double distance = number - mean;
            mean += distance / i;
            squares += distance * distance * (i - 1) / i;
        }
        assertThat(price(3)).isEqualTo((float) ((3 - mean) / Math.sqrt(squares / 100)));
    }

    @Test
    void aScaleThatChangesIsFollowedInTheEnd() {
        for (int i = 0; i < 1_000; i++) {
            seen((float) random.nextGaussian());
        }
        for (int i = 0; i < 20_000; i++) {
            seen((float) (1_000 * random.nextGaussian()));
        }
        assertThat(price(1_000)).isBetween(0.7f, 1.5f);
    }

    @Test
    void aNumberThatIsNotStandardisedIsItselfWithinReason() {
        assertThat(inputs(0, 12.5f)[1]).isEqualTo(12.5f);
        assertThat(inputs(0, 3e38f)[1]).isEqualTo(1e4f);
        assertThat(inputs(0, -3e38f)[1]).isEqualTo(-1e4f);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 60, 99, 100, 101, 300})
    void whatWasWrittenDownGoesOnAsIfNothingHadHappened(int before) throws IOException {
        for (int i = 0; i < before; i++) {
            seen(i == 3 ? 1e30f : random.nextInt(100));
        }
        var bytes = new ByteArrayOutputStream();
        standardiser.write(new DataOutputStream(bytes));
        Standardiser copy = new Standardiser(MAP);
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = 0; i < 150; i++) {
            float number = random.nextInt(100);
            seen(number);
            copy.observe(example(number, 0));
            assertThat(price(copy, 33)).isEqualTo(price(33));
        }
    }

    /** While the first numbers are still kept, and behind them. */
    @ParameterizedTest
    @ValueSource(ints = {50, 500})
    void whatWasSeenOfANumberGoesWhereItGoes(int times) {
        FeatureMap after = new FeatureMap(
                List.of(new Feature.Numeric("size", 2, false, true), new Feature.Numeric("price", 0, false, true)),
                List.of(),
                List.of(),
                2);
        for (int i = 0; i < times; i++) {
            seen(i == 7 ? 1e30f : (float) random.nextDouble(5, 50));
        }
        Standardiser heir = new Standardiser(after);
        heir.inherit(standardiser, Origins.of(MAP, after).numbers());
        for (int i = 0; i < 200; i++) {
            float price = (float) random.nextDouble(5, 50);
            float[] inputs = new float[2];
            heir.apply(example(12, price), inputs, 0);
            assertThat(inputs).containsExactly(0, price(price));
            seen(price);
            heir.observe(example(Float.NaN, price));
        }
        assertThat(price(12)).isNotZero();
    }
}

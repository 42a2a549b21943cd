package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Changes.Change;
import io.thalweg.scenario.Worlds;
import io.thalweg.tensor.Region;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rates of click, whose prior is 4 labels, and of dwell, whose prior is 1, by the same key. */
class RatesTest {
    private static final List<Feature.Categorical> USER = List.of(new Feature.Category("user", 0, 3));
    private static final FeatureMap MAP = new FeatureMap(
            List.of(
                    new Feature.Numeric("price", 1, false, true),
                    new Feature.Rate("r.click", USER, "click", 4),
                    new Feature.Rate("r.dwell", USER, "dwell", 1)),
            Worlds.tasks(),
            List.of(),
            64);
    private static final float UNKNOWN = Float.NaN;

    private final Rates rates = new Rates(MAP);

    private static Example of(int user, float click, float dwell, float... weights) {
        Example any = Worlds.examples(1, 1).get(0);
        return new Example(
                MAP.fingerprint(),
                any.key(),
                any.time(),
                any.source(),
                new int[0],
                new int[0][],
                new float[] {7.5f, user, user},
                new int[] {0, 1},
                new float[] {click, dwell},
                weights);
    }

    private float[] numbers(int user) {
        return rates.fill(of(user, UNKNOWN, UNKNOWN)).numbers();
    }

    private static double logOdds(double rate) {
        return Math.log(rate / (1 - rate));
    }

    @Test
    void whatWasNeverSeenHasTheOverallRate() {
        assertThat(numbers(3)).containsExactly(7.5f, 0, 0);
        rates.observe(of(5, 1, 20));
        rates.observe(of(5, 0, 30));
        assertThat(numbers(3)).containsExactly(7.5f, 0, 0);
    }

    @Test
    void aRateIsInLogOddsAgainstTheOverallOneAndBeginsThere() {
        rates.observe(of(5, 1, UNKNOWN));
        rates.observe(of(5, 1, UNKNOWN));
        rates.observe(of(5, 0, UNKNOWN));
        rates.observe(of(6, 0, UNKNOWN));
        double overall = 2.5 / 5;
        assertThat(numbers(5)[1]).isCloseTo((float) (logOdds((2 + 4 * overall) / 7) - logOdds(overall)), within(1e-6f));
        assertThat(numbers(6)[1]).isCloseTo((float) (logOdds(4 * overall / 5) - logOdds(overall)), within(1e-6f));
        assertThat(numbers(5)[2]).as("no label of dwell is known").isZero();
    }

    @Test
    void aValueHasAMeanAsItIsLearned() {
        rates.observe(of(5, UNKNOWN, (float) Math.expm1(4)));
        rates.observe(of(6, UNKNOWN, (float) Math.expm1(1)));
        assertThat(numbers(5)[2]).isCloseTo((4 + 2.5f) / 2 - 2.5f, within(1e-6f));
        assertThat(numbers(6)[2]).isCloseTo((1 + 2.5f) / 2 - 2.5f, within(1e-6f));
    }

    @Test
    void aLabelCountsByItsWeight() {
        rates.observe(of(5, 1, UNKNOWN, 3, 1));
        rates.observe(of(6, 0, UNKNOWN, 3, 1));
        float heavy = numbers(5)[1];
        Rates single = new Rates(MAP);
        for (int i = 0; i < 3; i++) {
            single.observe(of(5, 1, UNKNOWN));
            single.observe(of(6, 0, UNKNOWN));
        }
        assertThat(single.fill(of(5, UNKNOWN, UNKNOWN)).numbers()[1]).isEqualTo(heavy);
    }

    @Test
    void fillingInLeavesTheExampleAndTheSumsAsTheyWere() {
        rates.observe(of(5, 1, 20));
        Example before = of(5, 1, 20);
        float[] filled = rates.fill(before).numbers();
        assertThat(before.numbers()).containsExactly(7.5f, 5, 5);
        assertThat(rates.fill(before).numbers()).isEqualTo(filled);
    }

    @Test
    void aRateStaysTrueHoweverManyAndLightItsLabels() {
        for (int i = 0; i < 1_000_000; i++) {
            rates.observe(of(5, i % 10 == 0 ? 1 : 0, UNKNOWN, 0.05f, 1));
        }
        Region clicks = rates.regions().get(0);
        assertThat(clicks.values()[10]).isCloseTo(0.1f, within(0.003f));
        rates.observe(of(6, 1, UNKNOWN));
        assertThat(clicks.values()[128]).as("over all events").isCloseTo(0.1f, within(0.003f));
    }

    @Test
    void aRateIsFiniteHoweverCertain() {
        Region clicks = rates.regions().get(0);
        for (int i = 0; i < 2; i++) {
            clicks.values()[10 + i] = i == 0 ? 1 : 1 << 14;
            clicks.values()[128 + i] = i == 0 ? 1 : 1 << 14;
        }
        assertThat(numbers(5)[1]).isFinite();
        assertThat(numbers(6)[1]).isFinite();
    }

    @Test
    void ratesGoWithTheirFeatures() {
        FeatureMap before = Changes.shop();
        Rates shop = new Rates(before);
        Changes.examples(before, 0, 100, 1).forEach(shop::observe);
        Map<String, float[]> known = Changes.byName(shop.regions());
        assertThat(known).hasSize(2);
        Changes.all().map(Change::after).forEach(after -> {
            Rates heir = new Rates(after);
            heir.inherit(shop, Origins.of(before, after));
            Changes.byName(heir.regions())
                    .forEach((name, sums) -> assertThat(sums)
                            .as(name)
                            .isEqualTo(known.getOrDefault(name, new float[2 * Changes.BUCKETS + 2])));
        });
    }
}

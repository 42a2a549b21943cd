package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.feature.FeatureMap;
import io.thalweg.scenario.Worlds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    /** Two rows of two numbers, with a number of somebody else between them. */
    private static Section section(String name, String reads, float... four) {
        float[] numbers = {99, four[0], four[1], 77, four[2], four[3]};
        return new Section(name, reads, numbers, 1, 3, 2, 2);
    }

    @Test
    void theArithmeticIsThatOfTheDifference() {
        var comparison = Comparison.of(List.of(section("a", "", 3, 4, 0, 0)), List.of(section("a", "", 3, 1, 0, 4)));
        SectionChange change = comparison.changes().get(0);
        assertThat(change.numbers()).isEqualTo(4);
        assertThat(change.differing()).isEqualTo(2);
        assertThat(change.norm()).isCloseTo(5, within(1e-12));
        assertThat(change.normBefore()).isCloseTo(5, within(1e-12));
        assertThat(change.normAfter()).isCloseTo(Math.sqrt(26), within(1e-12));
        assertThat(change.largest()).isEqualTo(4);
        assertThat(change.rows()).containsExactly(new SectionChange.Row(1, 4), new SectionChange.Row(0, 3));
    }

    @Test
    void zeroAndMinusZeroAreNotTheSameBits() {
        var comparison = Comparison.of(List.of(section("a", "", 0, 0, 0, 0)), List.of(section("a", "", -0f, 0, 0, 0)));
        assertThat(comparison.changes().get(0).differing()).isEqualTo(1);
        assertThat(comparison.changes().get(0).rows()).isEmpty();
    }

    @Test
    void onlyTheRowsThatChangedMostAreListed() {
        float[] numbers = {1, 9, 2, 8, 3, 7, 4};
        var change = SectionChange.between(
                new Section("a", "", new float[7], 0, 1, 7, 1), new Section("a", "", numbers, 0, 1, 7, 1));
        assertThat(change.rows()).extracting(SectionChange.Row::row).containsExactly(1, 3, 5, 6, 4);
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        var other = new Section("b", "", new float[3], 0, 3, 1, 3);
        var comparison = Comparison.of(
                List.of(section("a", "", 1, 2, 3, 4), section("b", "", 1, 2, 3, 4), section("c", "x, y", 1, 2, 3, 4)),
                List.of(other, section("c", "y, x", 1, 2, 3, 4), section("d", "", 1, 2, 3, 4)));
        assertThat(comparison.changes()).isEmpty();
        assertThat(comparison.incomparable())
                .containsExactly(
                        "a: only in the first (2 x 2)",
                        "b: 2 x 2 in the first, 1 x 3 in the second",
                        "c: reads x, y in the first, y, x in the second",
                        "d: only in the second (2 x 2)");
    }

    @Test
    void everyParameterOfANetworkIsInOneSection() {
        FeatureMap map = Worlds.map();
        Network network = new Network(map, Worlds.hard(Worlds.adaGrad()), 16);
        List<Section> sections = network.sections();
        assertThat(sections)
                .extracting(Section::name)
                .containsExactly(
                        "linear of click",
                        "linear of dwell",
                        "linear of stars",
                        "trunk 0",
                        "trunk 1",
                        "head of click 0",
                        "head of dwell 0",
                        "head of stars 0",
                        "linear weights of click",
                        "linear weights of dwell",
                        "linear weights of stars",
                        "embeddings of 2",
                        "embeddings of 3");
        Set<String> places = new LinkedHashSet<>();
        long numbers = 0;
        for (Section section : sections) {
            for (int row = 0; row < section.rows(); row++) {
                for (int column = 0; column < section.width(); column++) {
                    int at = section.first() + row * section.stride() + column;
                    places.add(System.identityHashCode(section.numbers()) + " " + at);
                    numbers++;
                }
            }
        }
        assertThat(places).as("no number twice").hasSize((int) numbers);
        int outputs = network.outputs().count();
        long linear = outputs * (map.numerics().size() + 1L);
        long inputs = 3 + 2 + 2 + 2 + map.numerics().size();
        long layers = (inputs + 1) * 8 + 9 * 6 + 7L * outputs;
        assertThat(numbers).isEqualTo(linear + layers + (long) Worlds.BUCKETS * (outputs + 2 + 3));
    }
}

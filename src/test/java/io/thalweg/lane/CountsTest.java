package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Changes.Change;
import io.thalweg.scenario.Worlds;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In {@link Worlds} the third category counts the visits of the user, who is the first. */
class CountsTest {
    private static final int VISITS = 2;

    private final Counts counts = new Counts(Worlds.map());
    private final Example example = Worlds.examples(1, 1).get(0);

    private Example of(int user) {
        return example.withCategories(new int[] {user, 100, user});
    }

    private int visits(int user) {
        return counts.fill(of(user)).categories()[VISITS];
    }

    private void seen(int user, int times) {
        for (int i = 0; i < times; i++) {
            counts.observe(of(user));
        }
    }

    @Test
    void smallCountsHaveACategoryEach() {
        List<Integer> buckets = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            buckets.add(visits(3));
            seen(3, 1);
        }
        assertThat(buckets).doesNotHaveDuplicates().allMatch(bucket -> bucket >= 0 && bucket < Worlds.BUCKETS);
    }

    @Test
    void largeCountsShareACategoryByHalfOctaves() {
        seen(3, 64);
        int from64 = visits(3);
        seen(3, 31);
        assertThat(visits(3)).isEqualTo(from64);
        seen(3, 1);
        int from96 = visits(3);
        assertThat(from96).isNotEqualTo(from64);
        seen(3, 31);
        assertThat(visits(3)).isEqualTo(from96);
        seen(3, 1);
        assertThat(visits(3)).isNotEqualTo(from96);
    }

    @Test
    void everyValueIsCountedForItself() {
        int never = visits(4);
        seen(3, 2);
        assertThat(visits(4)).isEqualTo(never);
        assertThat(visits(3)).isNotEqualTo(never);
        seen(4, 2);
        assertThat(visits(4)).isEqualTo(visits(3));
    }

    @Test
    void fillingInLeavesTheExampleAndTheCountsAsTheyWere() {
        Example before = of(5);
        counts.fill(before);
        assertThat(before.categories()).containsExactly(5, 100, 5);
        Example filled = counts.fill(before);
        assertThat(filled.categories()[0]).isEqualTo(5);
        assertThat(filled.categories()[1]).isEqualTo(100);
        assertThat(filled.categories()[VISITS]).isEqualTo(visits(6));
    }

    @Test
    void aCountThatSinglePrecisionCannotRaiseStaysWhereItIs() {
        Region region = counts.regions().get(0);
        region.values()[3] = 1 << 24;
        int most = visits(3);
        seen(3, 3);
        assertThat(region.values()[3]).isEqualTo(1 << 24);
        assertThat(visits(3)).isEqualTo(most);
    }

    @Test
    void countsAreInTheirRegionAndMarked() {
        seen(7, 3);
        Region region = counts.regions().get(0);
        assertThat(region.name()).isEqualTo("count visits");
        assertThat(region.values()[7]).isEqualTo(3);
        List<Integer> dirty = new ArrayList<>();
        region.collectDirty((block, bytes) -> dirty.add(block));
        assertThat(dirty).containsExactly(0);
    }

    @Test
    void countsGoWithTheirFeatures() {
        FeatureMap before = Changes.shop();
        Counts shop = new Counts(before);
        Changes.examples(before, 0, 100, 1).forEach(shop::observe);
        Map<String, float[]> known = Changes.byName(shop.regions());
        assertThat(known).hasSize(2);
        Changes.all().map(Change::after).forEach(after -> {
            Counts heir = new Counts(after);
            heir.inherit(shop, Origins.of(before, after));
            Changes.byName(heir.regions())
                    .forEach((name, numbers) -> assertThat(numbers)
                            .as(name)
                            .isEqualTo(known.getOrDefault(name, new float[Changes.BUCKETS])));
        });
    }
}

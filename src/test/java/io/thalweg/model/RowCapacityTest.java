package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.optimiser.Optimiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of fewer rows than buckets against lists of rows, one number each. */
class RowCapacityTest {
    private static final int BUCKETS = 64;
    private static final int[] ALL = {0};
    private static final Optimiser.AdaGrad ADA_GRAD = new Optimiser.AdaGrad(0.1, 1e-8, 0);

    private final EmbeddingTable fresh = new EmbeddingTable("rows", BUCKETS, 1, 1, ADA_GRAD, 1);

    /** What a place of a set holds. */
    private static final class Place {
        private int bucket = -1;
        private long sights;
        private long last;
        private float[] value = new float[1];
        private float[][] state = new float[1][1];
    }

    /** The rule in its plainest words. */
    private final class Reference {
        private final EmbeddingLife life;
        private final List<List<Place>> sets = new ArrayList<>();

        Reference(EmbeddingLife life) {
            this.life = life;
            for (int set = 0; set < life.capacity() / RowIndex.WAYS; set++) {
                sets.add(Arrays.asList(new Place[RowIndex.WAYS]));
                sets.get(set).replaceAll(none -> new Place());
            }
        }

        private List<Place> set(int bucket) {
            return sets.get(bucket % sets.size());
        }

        private Optional<Place> find(int bucket) {
            return set(bucket).stream().filter(place -> place.bucket == bucket).findFirst();
        }

        private boolean isOverdue(Place place, long offset) {
            return life.evictAfter() > 0 && offset - place.last > life.evictAfter();
        }

        private boolean isOwn(Place place, long offset) {
            return place.sights >= life.admitAfter() && !isOverdue(place, offset);
        }

        float said(int bucket, long offset) {
            return find(bucket)
                    .filter(place -> isOwn(place, offset))
                    .map(place -> place.value[0])
                    .orElse(initial(bucket));
        }

        void learn(long offset, float slope, int... buckets) {
            List<Integer> batch = IntStream.of(buckets).distinct().boxed().toList();
            for (int bucket : batch) {
                int times = (int)
                        IntStream.of(buckets).filter(other -> other == bucket).count();
                find(bucket)
                        .or(() -> spare(bucket, offset, batch))
                        .ifPresent(place -> see(place, bucket, times, offset, slope));
            }
        }

        private Optional<Place> spare(int bucket, long offset, List<Integer> batch) {
            long waiting =
                    set(bucket).stream().filter(place -> !isOwn(place, offset)).count();
            return set(bucket).stream()
                    .filter(place -> !batch.contains(place.bucket))
                    .filter(place -> waiting <= RowIndex.WAITING || !isOwn(place, offset))
                    .min(Comparator.comparing(place -> place.last));
        }

        private void see(Place place, int bucket, int times, long offset, float slope) {
            if (place.bucket != bucket || isOverdue(place, offset)) {
                place.bucket = bucket;
                place.sights = 0;
                place.last = 0;
                place.value = new float[] {initial(bucket)};
                place.state = new float[][] {{ADA_GRAD.initial(0, place.value[0])}};
            }
            place.sights += times;
            place.last = Math.max(place.last, offset);
            if (place.sights >= life.admitAfter()) {
                ADA_GRAD.step(place.value, new float[] {slope}, place.state, 0, 1);
            }
        }
    }

    private float initial(int bucket) {
        return fresh.region().values()[2 * bucket];
    }

    private static EmbeddingTable table(EmbeddingLife life) {
        return new EmbeddingTable("rows", BUCKETS, 1, 1, ADA_GRAD, 1, life);
    }

    private static void stage(EmbeddingTable table, long offset, int... buckets) {
        Objects.requireNonNull(table.life()).at(offset);
        table.begin(buckets.length);
        table.stage(buckets, 0, buckets.length, new int[buckets.length], 0);
        table.gather();
    }

    private static void step(EmbeddingTable table, long offset, float slope, int... buckets) {
        stage(table, offset, buckets);
        Arrays.fill(table.gradient(), slope);
        table.see();
        table.step(ALL);
    }

    private static List<float[]> everything(EmbeddingTable table) {
        return List.of(
                table.region().values().clone(),
                Objects.requireNonNull(table.life()).region().values().clone(),
                Objects.requireNonNull(table.index()).region().values().clone());
    }

    /** Batches of up to twelve: more than a set has rows. */
    @ParameterizedTest
    @CsvSource({"8, 1, 0", "16, 1, 0", "16, 3, 0", "32, 1, 60", "32, 2, 200"})
    void aBucketSaysWhatItsRowDoesIfItHasOne(int capacity, long admitAfter, long evictAfter) {
        var life = new EmbeddingLife(admitAfter, evictAfter, capacity);
        var reference = new Reference(life);
        var random = new SplittableRandom(7);
        EmbeddingTable table = table(life);
        long offset = 5;
        for (int round = 0; round < 1_000; round++) {
            offset += random.nextInt(6);
            int[] buckets = random.ints(random.nextInt(1, 13), 0, BUCKETS).toArray();
            long late = offset - random.nextInt(3); // a batch that waited
            float slope = (float) random.nextDouble(-1, 1);
            step(table, late, slope, buckets);
            reference.learn(late, slope, buckets);
            List<float[]> before = everything(table);
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                stage(table, offset, bucket);
                assertThat(table.parameters()[0])
                        .as("bucket %d in round %d", bucket, round)
                        .isEqualTo(reference.said(bucket, offset));
            }
            List<float[]> after = everything(table);
            for (int region = 0; region < before.size(); region++) {
                assertThat(after.get(region)).as("scoring changes nothing").isEqualTo(before.get(region));
            }
        }
    }

    @Test
    void theBucketThatWasLearnedFromTheLongestAgoGivesItsRowUp() {
        EmbeddingTable table = table(new EmbeddingLife(1, 0, 8));
        for (int bucket = 0; bucket < 8; bucket++) {
            step(table, 10 + bucket, 1, bucket);
        }
        step(table, 20, 1, 0);
        step(table, 21, 1, 40);
        stage(table, 21, 0, 1, 40);
        assertThat(table.row(0)).isEqualTo(0);
        assertThat(table.row(1)).isEqualTo(-1);
        assertThat(table.row(2)).isEqualTo(1);
        assertThat(table.parameters()[1]).isEqualTo(initial(1));
        assertThat(table.parameters()[2]).isNotEqualTo(initial(40));
    }

    /** Between others that come once and never again, as most values do. */
    @Test
    void aNewValueThatComesAgainTakesThePlaceOfOneThatIsNotSeenAnyMore() {
        EmbeddingTable table = table(new EmbeddingLife(2, 0, 8));
        for (int bucket = 0; bucket < 8; bucket++) {
            step(table, 10 + bucket, 1, bucket);
            step(table, 10 + bucket, 1, bucket);
        }
        int once = 8;
        for (int round = 0; round < 10; round++) {
            step(table, 100 + round, 1, once++);
            step(table, 100 + round, 1, 60);
        }
        stage(table, 200, 60, 0, 7);
        assertThat(table.isOwn(0)).as("the one that comes again").isTrue();
        assertThat(table.isOwn(1)).as("the one that was seen the longest ago").isFalse();
        assertThat(table.isOwn(2)).as("the one that was seen last").isTrue();
    }

    /** Numbers that no float holds by itself. */
    @Test
    void theHighestBucketsAreToldApart() {
        RowIndex index = new RowIndex("rows", 16);
        int highest = (1 << 28) - 1;
        for (int way = 0; way < RowIndex.WAYS; way++) {
            index.give(RowIndex.WAYS + way, highest - 2 * way);
        }
        for (int way = 0; way < RowIndex.WAYS; way++) {
            assertThat(index.row(highest - 2 * way)).isEqualTo(RowIndex.WAYS + way);
            assertThat(index.bucket(RowIndex.WAYS + way)).isEqualTo(highest - 2 * way);
        }
        assertThat(index.row(highest - 16)).isEqualTo(-1);
        assertThat(index.row(highest - 1)).isEqualTo(-1);
        assertThat(index.bucket(0)).isEqualTo(-1);
    }
}

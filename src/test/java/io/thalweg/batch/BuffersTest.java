package io.thalweg.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings.Schedule;
import io.thalweg.feature.Example;
import io.thalweg.ingest.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuffersTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int TASKS = 3;
    private static final long AGE = 1_000;

    private final Buffers each = new Buffers(new BatchSettings(3, AGE, Schedule.EACH), TASKS);
    private final Buffers round = new Buffers(new BatchSettings(3, AGE, Schedule.ROUND), TASKS);

    /** An event at {@code time} whose topic speaks of all tasks and which has a label for {@code labelled} only. */
    private static Pending event(long offset, long time, int... labelled) {
        float[] labels = {Float.NaN, Float.NaN, Float.NaN};
        for (int task : labelled) {
            labels[task] = 1;
        }
        Example example = new Example(
                0,
                null,
                time,
                new Source("a", 0, offset),
                new int[0],
                new int[0][],
                new float[0],
                new int[] {0, 1, 2},
                labels,
                new float[0]);
        return new Pending(offset, 0, example);
    }

    private static List<List<Long>> offsets(List<Batch> batches) {
        return batches.stream()
                .map(batch -> batch.examples().stream().map(Pending::offset).toList())
                .toList();
    }

    private static List<List<Long>> add(Buffers buffers, long offset, long time, int... labelled) {
        return offsets(add(buffers, event(offset, time, labelled)));
    }

    private static List<Batch> add(Buffers buffers, Pending pending) {
        List<Batch> due = new ArrayList<>();
        buffers.add(pending, batch -> learned(due, batch));
        return due;
    }

    private static List<Batch> drain(Buffers buffers) {
        List<Batch> due = new ArrayList<>();
        buffers.drain(batch -> learned(due, batch));
        return due;
    }

    private static List<Pending> learned(List<Batch> due, Batch batch) {
        due.add(batch);
        return List.of();
    }

    @Test
    void aBufferIsCutWhenItIsFull() {
        assertThat(add(each, 0, 0, 1)).isEmpty();
        assertThat(add(each, 1, 0, 0)).isEmpty();
        assertThat(add(each, 2, 0, 1)).isEmpty();
        assertThat(add(each, 3, 0, 1)).containsExactly(List.of(0L, 2L, 3L));
        assertThat(each.contents()).extracting(Pending::offset).containsExactly(1L);
    }

    @Test
    void anEventWithSeveralLabelsWaitsOnceUnderTheFirstOfThem() {
        add(each, 0, 0, 1, 2);
        add(each, 1, 0, 2);
        add(each, 2, 0, 1);
        assertThat(add(each, 3, 0, 1, 2)).containsExactly(List.of(0L, 2L, 3L));
        assertThat(each.contents()).extracting(Pending::offset).containsExactly(1L);
    }

    @Test
    void aBufferIsCutAtItsAgeInEventTimeByWhateverEventComes() {
        add(each, 0, 5_000, 2);
        add(each, 1, 5_500, 2);
        add(each, 2, 5_200, 0);
        assertThat(add(each, 3, 5_999, 1)).isEmpty();
        assertThat(add(each, 4, 6_000, 1)).containsExactly(List.of(0L, 1L));
        assertThat(add(each, 5, 6_200, 1)).containsExactly(List.of(2L), List.of(3L, 4L, 5L));
    }

    @Test
    void theEventThatFindsItsBufferTooOldBeginsTheNextOne() {
        add(each, 0, 0, 0);
        assertThat(add(each, 1, 1_000, 0)).containsExactly(List.of(0L));
        assertThat(each.contents()).extracting(Pending::offset).containsExactly(1L);
    }

    @Test
    void anEventOutOfOrderCutsNothing() {
        add(each, 0, 50_000, 0);
        assertThat(add(each, 1, 1, 0)).isEmpty();
        assertThat(add(each, 2, 50_100, 1)).isEmpty();
    }

    @Test
    void aRoundTakesAllBuffersInTaskOrderWhenOneIsFull() {
        add(round, 0, 0, 2);
        add(round, 1, 0, 0);
        add(round, 2, 0, 2);
        assertThat(add(round, 3, 0, 2)).containsExactly(List.of(1L, 0L, 2L, 3L));
        assertThat(round.contents()).isEmpty();
    }

    @Test
    void aRoundTakesAllBuffersWhenOneIsOld() {
        add(round, 0, 0, 2);
        add(round, 1, 900, 0);
        assertThat(add(round, 2, 1_000, 1)).containsExactly(List.of(1L, 0L));
        assertThat(round.contents()).extracting(Pending::offset).containsExactly(2L);
    }

    @Test
    void drainingLeavesNothing() {
        add(each, 0, 0, 2);
        add(each, 1, 0, 0);
        add(round, 0, 0, 2);
        add(round, 1, 0, 0);
        assertThat(offsets(drain(each))).containsExactly(List.of(1L), List.of(0L));
        assertThat(offsets(drain(round))).containsExactly(List.of(1L, 0L));
        assertThat(drain(each)).isEmpty();
        assertThat(drain(round)).isEmpty();
    }

    @Test
    void aBatchOfOneNeverWaits() {
        Buffers single = new Buffers(new BatchSettings(1, AGE, Schedule.EACH), TASKS);
        assertThat(add(single, 0, 0, 2)).containsExactly(List.of(0L));
        assertThat(single.contents()).isEmpty();
    }

    /** Also bounds a batch by what the learner's buffers are laid out for. */
    @ParameterizedTest
    @EnumSource(Schedule.class)
    void whoeverIsRestoredGoesOnAsIfNothingHadHappened(Schedule schedule) {
        var random = new SplittableRandom(SEED);
        BatchSettings settings = new BatchSettings(5, AGE, schedule);
        Buffers whole = new Buffers(settings, TASKS);
        Buffers restored = new Buffers(settings, TASKS);
        List<Long> seen = new ArrayList<>();
        for (long offset = 0; offset < 2_000; offset++) {
            Pending event = event(offset, offset * 100 + random.nextInt(300), random.nextInt(TASKS), 2);
            List<Batch> due = add(whole, event);
            assertThat(add(restored, event)).as("-Dthalweg.seed=%d", SEED).isEqualTo(due);
            due.forEach(batch -> {
                assertThat(batch.size()).isBetween(1, Buffers.largestBatch(settings, TASKS));
                batch.examples().forEach(one -> seen.add(one.offset()));
            });
            if (random.nextInt(7) == 0) {
                restored = new Buffers(settings, TASKS);
                restored.restore(whole.contents());
            }
        }
        drain(whole).forEach(batch -> batch.examples().forEach(one -> seen.add(one.offset())));
        assertThat(seen).hasSize(2_000).doesNotHaveDuplicates();
    }

    /** Unless it has cut a buffer by its time, which it does when it comes and nobody knows yet. */
    @ParameterizedTest
    @EnumSource(Schedule.class)
    void batchesAreCutAsIfWhatStandsInTheWayHadNeverBeenThere(Schedule schedule) {
        var random = new SplittableRandom(SEED);
        BatchSettings settings = new BatchSettings(4, AGE, schedule);
        Buffers sieve = new Buffers(settings, TASKS);
        Buffers clean = new Buffers(settings, TASKS);
        List<List<Long>> learned = new ArrayList<>();
        List<List<Long>> expected = new ArrayList<>();
        long time = 0;
        for (long offset = 1; offset < 3_000; offset++) {
            boolean isBad = random.nextInt(7) == 3;
            time += isBad ? 0 : random.nextInt(200);
            Pending event = event(isBad ? -offset : offset, time, random.nextInt(TASKS), 2);
            sieve.add(event, batch -> sift(batch, learned));
            if (!isBad) {
                add(clean, event).forEach(batch -> expected.addAll(offsets(List.of(batch))));
            }
            if (!isBad && random.nextInt(40) == 0) {
                sieve.drain(batch -> sift(batch, learned));
                expected.addAll(offsets(drain(clean)));
                assertThat(learned).as("-Dthalweg.seed=%d", SEED).isEqualTo(expected);
            }
        }
        assertThat(learned).hasSizeGreaterThan(300);
    }

    private static List<Pending> sift(Batch batch, List<List<Long>> learned) {
        List<Pending> bad = batch.examples().stream()
                .filter(pending -> pending.offset() < 0)
                .toList();
        if (bad.isEmpty()) {
            learned.addAll(offsets(List.of(batch)));
        }
        return bad;
    }
}

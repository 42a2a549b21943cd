package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.Example;
import io.thalweg.learn.Quality;
import io.thalweg.learn.Reassignment;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Planted;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Auto;
import io.thalweg.sharing.Sharing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sharing does to tasks whose relations are known. */
class PlantedStructureTest {
    private static final int EVENTS = 50_000;
    private static final int RARE = 3;
    private static final int CONFLICT = 4;
    private static final Sharing AUTO = new Auto(List.of(new Sharing.Hard(), new Sharing.Independent()), 0.01);

    /** What was asked for on the way; each wish is obeyed by the next record, as a log would have it. */
    private static List<Reassignment> learn(Lane lane, long seed) {
        Collected all = new Collected();
        int obeyed = 0;
        long offset = 0;
        for (Example example : Planted.examples(EVENTS, seed)) {
            lane.apply(offset++, 0, new LogRecord.Event(example), all);
            while (obeyed < all.reassignments().size()) {
                var move = all.reassignments().get(obeyed++);
                String before = lane.parametersSha256();
                lane.apply(offset++, 0, new LogRecord.Reassign(0, move), Outputs.NONE);
                assertThat(lane.parametersSha256()).isEqualTo(before);
            }
        }
        return all.reassignments();
    }

    private static double loss(Lane lane, int task) {
        return lane.metrics().get(task).lifetime().loss();
    }

    /** With starts that are good for the others; a bad start of so small a trunk drives one or two more away. */
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5})
    void theConflictingTaskIsIsolatedAndNoOther(long seed) {
        Lane lane = new Lane(Planted.lane(AUTO, seed));
        assertThat(learn(lane, seed))
                .extracting(move -> move.task() + " to " + move.candidate())
                .containsExactly("conflict to 1");
        Lane hard = new Lane(Planted.lane(new Sharing.Hard(), seed));
        learn(hard, seed);
        Quality isolated = lane.metrics().get(CONFLICT).window();
        assertThat(isolated.loss())
                .isLessThan(hard.metrics().get(CONFLICT).window().loss());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theRareTaskGainsFromSharing(long seed) {
        Lane hard = new Lane(Planted.lane(new Sharing.Hard(), seed));
        Lane alone = new Lane(Planted.lane(new Sharing.Independent(), seed));
        learn(hard, seed);
        learn(alone, seed);
        assertThat(hard.metrics().get(RARE).labelled()).isLessThan(EVENTS / 80);
        assertThat(loss(hard, RARE)).isLessThan(loss(alone, RARE));
    }

    @Test
    void aTaskThatHasLeftDoesNotTeachWhatItLeft() {
        Lane lane = new Lane(Planted.lane(AUTO, 2));
        Lane without = new Lane(Planted.lane(AUTO, 2));
        learn(lane, 2);
        assertThat(learn(without, 2)).isNotEmpty();
        long offset = lane.nextOffset();
        for (Example example : Planted.examples(2_000, 5)) {
            lane.apply(offset, 0, new LogRecord.Event(example), Outputs.NONE);
            without.apply(offset++, 0, new LogRecord.Event(turned(example)), Outputs.NONE);
        }
        for (int task = 0; task < CONFLICT; task++) {
            assertThat(without.metrics().get(task)).isEqualTo(lane.metrics().get(task));
        }
        assertThat(loss(without, CONFLICT)).isNotEqualTo(loss(lane, CONFLICT));
    }

    /** The same with the conflicting task's label the other way round. */
    private static Example turned(Example example) {
        float[] labels = example.labels().clone();
        labels[CONFLICT] = 1 - labels[CONFLICT];
        return Worlds.with(example, labels);
    }
}

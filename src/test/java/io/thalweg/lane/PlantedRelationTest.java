package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.Example;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Planted;
import io.thalweg.sharing.Relation;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the learned covariance is that of tasks whose relations are known. */
class PlantedRelationTest {
    private static final int EVENTS = 20_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itHasTheSignsThatWerePutThere(long seed) {
        Lane lane = new Lane(Planted.lane(new Relation(new Relation.Covariance(0.001, 50, 100)), seed));
        long offset = 0;
        for (Example example : Planted.examples(EVENTS, seed)) {
            lane.apply(offset++, 0, new LogRecord.Event(example), Outputs.NONE);
        }
        Map<String, Map<String, Double>> relations = lane.shares();
        assertThat(relations.get("relation of first").get("second")).isBetween(0.5, 1.0);
        assertThat(relations.get("relation of first").get("opposed")).isBetween(-1.0, -0.5);
        assertThat(relations.get("relation of opposed").get("second")).isBetween(-1.0, -0.5);
        assertThat(relations.get("relation of conflict").values())
                .allMatch(relation ->
                        Math.abs(relation) < relations.get("relation of first").get("second"));
        assertThat(relations.get("relation of rare").get("first")).isPositive();
    }
}

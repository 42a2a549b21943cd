package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.encoder.Gru;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation;
import io.thalweg.regularise.Regularisation.On;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Regularisations;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lane whose parameters pay for being large. */
class LaneRegularisedTest {
    private static final FeatureMap SHOP = Changes.shop(new Gru(3));
    private static final BatchSettings BATCH = new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH);

    private record Block(int region, int block, byte[] bytes) {}

    private static LaneSettings settings(Regularisation regularisation) {
        var model = new ModelSettings(
                        new Sharing.Independent(), List.of(8), List.of(), true, Worlds.adaGrad(), Worlds.adaGrad(), 7)
                .with(regularisation);
        return new LaneSettings(SHOP, model, BATCH, 200, 100, 100, 50, "a test");
    }

    private static void feed(Lane lane) {
        for (Example example : Changes.examples(SHOP, (int) lane.nextOffset(), 200, 1 + lane.nextOffset())) {
            lane.apply(example.source().offset(), 1_000_000, new LogRecord.Event(example), Outputs.NONE);
        }
    }

    @Test
    void aLaneOfItsCheckpointLearnsOnAsItself() {
        Lane lane = new Lane(settings(Regularisations.all()));
        feed(lane);
        List<Block> changelog = new ArrayList<>();
        lane.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
        Lane copy = new Lane(settings(Regularisations.all()));
        changelog.forEach(block -> copy.restore(block.region(), block.block(), block.bytes()));
        copy.resume();
        feed(lane);
        feed(copy);
        assertThat(copy.parametersSha256()).isEqualTo(lane.parametersSha256());
        assertThat(copy.metrics()).isEqualTo(lane.metrics());
    }

    @Test
    void whoPaysNothingHasTheModelOfBefore() {
        Lane plain = new Lane(settings(Regularisation.NONE));
        Lane paying = new Lane(settings(Regularisations.all()));
        assertThat(plain.parametersSha256()).isEqualTo(paying.parametersSha256());
        feed(plain);
        feed(paying);
        assertThat(plain.parametersSha256()).isNotEqualTo(paying.parametersSha256());
    }

    @Test
    void otherStrengthsAreAnotherModelAndAnotherClipIsNot() {
        LaneSettings before = settings(Regularisations.only(On.HEADS, new Penalty(1, 0, 0)));
        LaneSettings stronger = settings(Regularisations.only(On.HEADS, new Penalty(2, 0, 0)));
        assertThat(Evolution.obstacles(before, stronger))
                .containsExactly("model.regularise was {HEADS=Penalty[l1=1.0, l2=0.0, group=0.0]}, is now"
                        + " {HEADS=Penalty[l1=2.0, l2=0.0, group=0.0]}");
        assertThat(Evolution.obstacles(settings(Regularisation.NONE), stronger)).hasSize(1);
        assertThat(Evolution.obstacles(stronger, settings(Regularisation.NONE))).hasSize(1);
        var clipped = new Regularisation(before.model().regularisation().penalties(), 1);
        assertThat(Evolution.obstacles(before, settings(clipped))).isEmpty();
    }
}

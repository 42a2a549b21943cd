package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.Example;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Regularisations;
import io.thalweg.scenario.Worlds;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lanes whose rows come late and go. */
class LaneLifeTest {
    private static final int EVENTS = 400;
    private static final List<Example> EXAMPLES = Worlds.examples(EVENTS, 3);
    private static final EmbeddingLife LIFE = new EmbeddingLife(3, 30);
    private static final EmbeddingLife FEW = new EmbeddingLife(1, 0, 16);
    private static final EmbeddingLife ALL = new EmbeddingLife(2, 60, 32);

    private record Block(int region, int block, byte[] bytes) {}

    private static Lane lane(EmbeddingLife life) {
        return new Lane(settings(life));
    }

    private static LaneSettings settings(EmbeddingLife life) {
        ModelSettings model =
                Worlds.hard(Worlds.adaGrad()).with(Regularisations.l12()).with(life);
        return Worlds.lane(model);
    }

    private static void feed(Lane lane, int from, int to) {
        for (int i = from; i < to; i++) {
            apply(lane, i, EXAMPLES.get(i), Outputs.NONE);
        }
    }

    private static void apply(Lane lane, int offset, Example example, Outputs outputs) {
        lane.apply(offset, 1_000_000, new LogRecord.Event(example), outputs);
    }

    private static List<Block> checkpoint(Lane lane) {
        List<Block> blocks = new ArrayList<>();
        lane.checkpointWhole((region, block, bytes) -> blocks.add(new Block(region, block, bytes)));
        return blocks;
    }

    private static TreeMap<String, String> regions(Lane lane) {
        TreeMap<String, String> regions = new TreeMap<>();
        checkpoint(lane).stream()
                .filter(block -> block.region() != Snapshots.META)
                .forEach(block -> regions.put(
                        block.region() + " " + block.block(), HexFormat.of().formatHex(block.bytes())));
        return regions;
    }

    static Stream<EmbeddingLife> lives() {
        return Stream.of(LIFE, FEW, ALL);
    }

    static Stream<Arguments> crashes() {
        return lives().flatMap(life -> Stream.of(1, 17, 100, 250, 399).map(crash -> Arguments.of(life, crash)));
    }

    @ParameterizedTest
    @MethodSource("crashes")
    void whatIsRestoredGoesOnAsWhatLived(EmbeddingLife life, int crash) {
        Lane lived = lane(life);
        feed(lived, 0, crash);
        Lane restored = lane(life);
        checkpoint(lived).forEach(block -> restored.restore(block.region(), block.block(), block.bytes()));
        restored.resume();
        feed(lived, crash, EVENTS);
        feed(restored, crash, EVENTS);
        assertThat(restored.parametersSha256()).isEqualTo(lived.parametersSha256());
        assertThat(restored.metrics()).isEqualTo(lived.metrics());
        assertThat(regions(restored)).isEqualTo(regions(lived));
    }

    @Test
    void aRequestChangesNothingAndForgetsWithTime() {
        Lane lane = lane(LIFE);
        feed(lane, 0, EVENTS);
        var before = regions(lane);
        Example request = Worlds.request(EXAMPLES.get(EVENTS - 1));
        Collected said = new Collected();
        for (int later : new int[] {0, 1, 5_000}) {
            apply(lane, EVENTS + later, request, said);
        }
        assertThat(said.predictions().get(1).scores())
                .isEqualTo(said.predictions().get(0).scores());
        assertThat(said.predictions().get(2).scores())
                .isNotEqualTo(said.predictions().get(0).scores());
        assertThat(regions(lane)).isEqualTo(before);
    }

    @Test
    void requestsTakeNobodysRow() {
        Lane asked = lane(FEW);
        Lane quiet = lane(FEW);
        for (int i = 0; i < EVENTS; i++) {
            apply(quiet, 2 * i, EXAMPLES.get(i), Outputs.NONE);
            apply(asked, 2 * i, EXAMPLES.get(i), Outputs.NONE);
            apply(asked, 2 * i + 1, Worlds.request(EXAMPLES.get(EVENTS - 1 - i)), Outputs.NONE);
        }
        assertThat(asked.parametersSha256()).isEqualTo(quiet.parametersSha256());
        assertThat(asked.metrics().get(0).lifetime())
                .isEqualTo(quiet.metrics().get(0).lifetime());
    }

    /** With a row for every bucket that comes, wherever it stands. */
    @Test
    void whereThereIsRoomForAllNothingIsLearnedOtherwise() {
        Lane few = lane(EmbeddingLife.ENDLESS.withCapacity(128));
        Lane all = lane(EmbeddingLife.ENDLESS);
        Lane fewer = lane(FEW);
        for (Lane lane : List.of(few, all, fewer)) {
            feed(lane, 0, EVENTS);
        }
        assertThat(few.metrics()).isEqualTo(all.metrics()).isNotEqualTo(fewer.metrics());
    }

    @Test
    void everyPartOfALifeMatters() {
        List<EmbeddingLife> lives =
                List.of(EmbeddingLife.ENDLESS, LIFE, FEW, ALL, new EmbeddingLife(1, 30), new EmbeddingLife(3, 0));
        List<String> hashes = new ArrayList<>();
        for (EmbeddingLife life : lives) {
            Lane lane = lane(life);
            feed(lane, 0, EVENTS);
            hashes.add(lane.parametersSha256());
        }
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void aModelKeepsItsLife() {
        assertThat(Evolution.obstacles(settings(LIFE), settings(LIFE))).isEmpty();
        assertThat(Evolution.obstacles(settings(EmbeddingLife.ENDLESS), settings(LIFE)))
                .containsExactly(
                        "model.embedding.admit-after was 1, is now 3",
                        "model.embedding.evict-after was not there, is now 30");
        assertThat(Evolution.obstacles(settings(LIFE), settings(EmbeddingLife.ENDLESS)))
                .hasSize(2);
        assertThat(Evolution.obstacles(settings(LIFE.withCapacity(16)), settings(LIFE)))
                .containsExactly("model.embedding.capacity was 16, is now not there");
    }

    @ParameterizedTest
    @MethodSource("lives")
    void whatEvolvesRemembersWhatWasSeen(EmbeddingLife life) {
        Lane lane = lane(life);
        feed(lane, 0, EVENTS / 2);
        lane.settle(EVENTS / 2 - 1, 1_000_000, Outputs.NONE);
        Lane heir = Lane.evolved(lane, settings(life));
        feed(lane, EVENTS / 2, EVENTS);
        feed(heir, EVENTS / 2, EVENTS);
        assertThat(heir.parametersSha256()).isEqualTo(lane.parametersSha256());
        for (var block : regions(heir).entrySet()) {
            assertThat(regions(lane)).contains(block);
        }
    }

    @ParameterizedTest
    @MethodSource("lives")
    void whatAPromotedModelHasSeenIsAsOldInTheOtherLog(EmbeddingLife life) {
        Lane learned = lane(life);
        feed(learned, 0, EVENTS / 2);
        learned.settle(EVENTS / 2 - 1, 1_000_000, Outputs.NONE);
        Lane promoted = lane(life);
        checkpoint(learned).forEach(block -> promoted.restore(block.region(), block.block(), block.bytes()));
        promoted.resume();
        Lane live = lane(life);
        live.pass(999_999);
        promoted.takeOver(live, EVENTS / 2);
        for (int i = EVENTS / 2; i < EVENTS; i++) {
            apply(learned, i, EXAMPLES.get(i), Outputs.NONE);
            apply(promoted, 1_000_000 - EVENTS / 2 + i, EXAMPLES.get(i), Outputs.NONE);
        }
        assertThat(promoted.parametersSha256()).isEqualTo(learned.parametersSha256());
    }

    @Test
    void whatIsRememberedOfRowsTakesMemory() {
        Memory mortal = Memory.of(settings(LIFE));
        Memory endless = Memory.of(settings(EmbeddingLife.ENDLESS));
        long tables = mortal.parts().stream()
                .filter(part -> part.parameters() > 0 && part.rows() > 0)
                .count();
        assertThat(mortal.bytes() - endless.bytes()).isEqualTo(tables * Worlds.BUCKETS * 3 * Float.BYTES);
    }
}

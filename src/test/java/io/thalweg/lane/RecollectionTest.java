package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lane with counts and rates remembers, and through what. */
class RecollectionTest {
    private static final int EVENTS = 400;
    private static final ModelSettings LINEAR =
            new ModelSettings(new Sharing.Hard(), List.of(), List.of(), true, Worlds.adaGrad(), Worlds.adaGrad(), 7);
    private static final LaneSettings SETTINGS = new LaneSettings(
            Changes.shop(),
            LINEAR,
            new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH),
            200,
            100,
            100,
            50,
            "a test");

    private final List<Example> examples = Changes.examples(SETTINGS.map(), 0, EVENTS, 1);

    private record Block(int region, int block, byte[] bytes) {}

    private void feed(Lane lane, int from, int to, Outputs outputs) {
        for (int i = from; i < to; i++) {
            lane.apply(i, 1_000_000L + i, new LogRecord.Event(examples.get(i)), outputs);
        }
    }

    private static List<Block> state(Lane lane) {
        List<Block> state = new ArrayList<>();
        lane.checkpointWhole((region, block, bytes) -> state.add(new Block(region, block, bytes)));
        return state;
    }

    private static void assertSame(Lane one, Lane other) {
        assertThat(state(one)).usingRecursiveComparison().isEqualTo(state(other));
        assertThat(one.parametersSha256()).isEqualTo(other.parametersSha256());
    }

    @Test
    void everyKindIsInARegion() {
        Lane lane = new Lane(SETTINGS);
        assertThat(lane.sections()).extracting("name").contains("count visits", "rate watched.dwell");
    }

    @Test
    void aCheckpointHasIt() {
        Lane whole = new Lane(SETTINGS);
        feed(whole, 0, EVENTS, Outputs.NONE);
        Lane first = new Lane(SETTINGS);
        feed(first, 0, 203, Outputs.NONE);
        Lane second = new Lane(SETTINGS);
        first.checkpoint(second::restore);
        second.resume();
        feed(second, 203, EVENTS, Outputs.NONE);
        assertSame(second, whole);
    }

    @Test
    void aSnapshotHasIt() {
        Lane whole = new Lane(SETTINGS);
        Collected published = new Collected();
        feed(whole, 0, 200, published);
        SnapshotManifest manifest = published.manifests().get(0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        published.chunks().forEach(chunk -> all.writeBytes(chunk.bytes()));
        Lane copy = Lane.ofSnapshot(SETTINGS, new StoredSnapshot(manifest, List.of(all.toByteArray())));
        feed(whole, 200, EVENTS, Outputs.NONE);
        feed(copy, 200, EVENTS, Outputs.NONE);
        assertSame(copy, whole);
    }

    @Test
    void aRequestIsToldTheSameAndIsNotRemembered() {
        Recollection recollection = new Recollection(SETTINGS.map());
        examples.subList(0, 320).forEach(recollection::observe);
        Example event = examples.get(320);
        Example told = recollection.fill(Worlds.request(event));
        assertThat(told.categories())
                .isEqualTo(recollection.fill(event).categories())
                .isNotEqualTo(event.categories());
        assertThat(told.numbers()).isEqualTo(recollection.fill(event).numbers()).isNotEqualTo(event.numbers());
        Lane asked = new Lane(SETTINGS);
        Lane unasked = new Lane(SETTINGS);
        feed(asked, 0, 320, Outputs.NONE);
        feed(unasked, 0, 320, Outputs.NONE);
        for (int i = 0; i < 3; i++) {
            asked.apply(320 + i, 1, new LogRecord.Event(Worlds.request(event)), Outputs.NONE);
        }
        assertThat(numbers(asked)).usingRecursiveComparison().isEqualTo(numbers(unasked));
    }

    private static List<Block> numbers(Lane lane) {
        return state(lane).stream()
                .filter(block -> block.region() != Snapshots.META)
                .toList();
    }
}

package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.LabelColumn;
import io.thalweg.lane.StateSink.Place;
import io.thalweg.learn.Reassignment;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Shelf;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private static final int PROMOTED_AT = 500;

    private final List<Example> examples = Worlds.examples(1_000, 1);
    private final LaneSettings ours = Worlds.lane(Worlds.hard(Worlds.adaGrad()));
    private final LaneSettings others = otherModel(ours);
    private final Shelf shelf = new Shelf().put(ours).put(others);
    private final Map<Place, byte[]> changelog = new LinkedHashMap<>();

    /** Another architecture for the same features and tasks. */
    private static LaneSettings otherModel(LaneSettings like) {
        var adaGrad = Worlds.adaGrad();
        var model = new ModelSettings(new Sharing.Independent(), List.of(5), List.of(), false, adaGrad, adaGrad, 9);
        return new LaneSettings(
                like.map(),
                model,
                like.batch(),
                like.snapshotsEvery(),
                like.metricsEvery(),
                like.metricsWindow(),
                like.duplicatesWindow(),
                "another test");
    }

    private SnapshotName trained(LaneSettings settings, int events) {
        Lane lane = new Lane(settings);
        for (int i = 0; i < events; i++) {
            lane.apply(i, i, new LogRecord.Event(examples.get(i)), Outputs.NONE);
        }
        Collected kept = new Collected();
        lane.snapshot(Cause.LAST, kept);
        return shelf.put(kept.snapshots().get(0));
    }

    private void feed(Succession lanes, int from, int to, SnapshotName promoted, Outputs outputs) {
        for (int offset = from; offset < to; offset++) {
            LogRecord record = offset == PROMOTED_AT
                    ? new LogRecord.Promote(0, promoted)
                    : new LogRecord.Event(examples.get(offset < PROMOTED_AT ? offset : offset - 1));
            assertThat(lanes.apply(offset, 1_000 + offset, record, outputs)).isEmpty();
        }
    }

    private void checkpoint(Succession lanes) {
        lanes.checkpoint((place, bytes) -> {
            changelog.remove(place); // as compaction does: what was written last stands last
            if (bytes != null) {
                changelog.put(place, bytes);
            }
        });
    }

    private Succession restored() {
        Succession lanes = new Succession(ours, shelf);
        changelog.forEach(lanes::restore);
        lanes.resume();
        return lanes;
    }

    @Test
    void aPromotedModelTakesOverAtItsOffsetWithEveryEventPredictedOnce() {
        SnapshotName other = trained(others, 300);
        Collected kept = new Collected();
        Succession lanes = new Succession(ours, shelf);
        feed(lanes, 0, 1_000, other, kept);
        lanes.apply(1_000, 0, new LogRecord.Tick(0), kept);
        assertThat(kept.predictions())
                .extracting(Prediction::offset)
                .doesNotHaveDuplicates()
                .hasSize(999);

        Lane alone = Lane.ofSnapshot(others, shelf.snapshot(other));
        alone.settle(300, 0, Outputs.NONE);
        for (int i = PROMOTED_AT; i < 999; i++) {
            alone.apply(i, 0, new LogRecord.Event(examples.get(i)), Outputs.NONE);
        }
        alone.apply(1_000, 0, new LogRecord.Tick(0), Outputs.NONE);
        assertThat(lanes.lane().parametersSha256()).isEqualTo(alone.parametersSha256());
        assertThat(lanes.lane().nextOffset()).isEqualTo(1_001);
    }

    @Test
    void aReassignmentThatNobodyAskedForIsRefusedAndSaysWhy() {
        Succession lanes = new Succession(ours, shelf);
        assertThat(lanes.apply(0, 0, new LogRecord.Reassign(0, new Reassignment("click", 1, 3)), Outputs.NONE))
                .contains("no task can move so: this model has asked for nothing, and is told Reassignment[task=click,"
                        + " candidate=1, version=3]; a word to another model, or one that was said twice");
        assertThat(lanes.lane().nextOffset()).isEqualTo(1);
    }

    @Test
    void theModelBeforeAPromotionIsCollectedAndCanComeBack() {
        SnapshotName other = trained(others, 300);
        Collected kept = new Collected();
        Succession lanes = new Succession(ours, shelf);
        feed(lanes, 0, PROMOTED_AT, other, kept);
        Lane before = lanes.lane();
        feed(lanes, PROMOTED_AT, 600, other, kept);
        StoredSnapshot kicked = kept.snapshots().stream()
                .filter(snapshot -> snapshot.manifest().cause() == Cause.BEFORE_SWAP)
                .findFirst()
                .orElseThrow();
        assertThat(kicked.manifest().extent().nextOffset()).isEqualTo(PROMOTED_AT + 1);
        assertThat(kicked.manifest().proof().parametersSha256()).isEqualTo(before.parametersSha256());
        lanes.apply(600, 0, new LogRecord.Promote(0, shelf.put(kicked)), kept);
        assertThat(lanes.lane().parametersSha256()).isEqualTo(before.parametersSha256());
        assertThat(lanes.lane().settings()).isEqualTo(ours);
    }

    @Test
    void aCheckpointAndTheLogBehindItAreTheSuccession() {
        SnapshotName other = trained(others, 300);
        Succession undisturbed = new Succession(ours, shelf);
        Collected all = new Collected();
        feed(undisturbed, 0, 900, other, all);
        for (int last : new int[] {0, 1, 499, 500, 501, 520, 780}) {
            changelog.clear();
            Succession first = new Succession(ours, shelf);
            feed(first, 0, last / 2, other, Outputs.NONE);
            checkpoint(first);
            feed(first, last / 2, last, other, Outputs.NONE);
            checkpoint(first);
            Succession second = restored();
            assertThat(second.lane().nextOffset()).isEqualTo(last);
            Collected rest = new Collected();
            feed(second, last, 900, other, rest);
            assertThat(second.lane().parametersSha256())
                    .as("after %d", last)
                    .isEqualTo(undisturbed.lane().parametersSha256());
            assertThat(second.lane().totals()).isEqualTo(undisturbed.lane().totals());
            assertThat(second.isDeclared(ours)).isTrue();
            assertThat(rest.manifests().get(rest.manifests().size() - 1))
                    .isEqualTo(all.manifests().get(all.manifests().size() - 1));
        }
    }

    /** The same with the last task retired. */
    private LaneSettings fewerTasks() {
        FeatureMap map = ours.map();
        var fewer = new FeatureMap(map.features(), map.tasks().subList(0, 2), List.of(), map.buckets());
        LaneSettings settings = new LaneSettings(fewer, ours.model(), ours.batch(), 200, 100, 100, 50, "fewer tasks");
        shelf.put(settings);
        return settings;
    }

    @Test
    void aConfigurationIsTakenUpAtItsOffsetAndAnEarlierOnesExamplesArePassedOver() {
        LaneSettings fewer = fewerTasks();
        Collected collected = new Collected();
        Succession lanes = new Succession(ours, shelf);
        feed(lanes, 0, 400, new SnapshotName("", ""), collected);
        assertThat(lanes.isDeclared(fewer)).isFalse();
        assertThat(lanes.apply(400, 0, new LogRecord.Configure(0, "fewer tasks"), collected))
                .isEmpty();
        assertThat(lanes.isDeclared(fewer)).isTrue();
        assertThat(collected.predictions()).hasSize(400);

        Lane before = new Lane(ours);
        for (int i = 0; i < 400; i++) {
            before.apply(i, 0, new LogRecord.Event(examples.get(i)), Outputs.NONE);
        }
        before.settle(400, 0, Outputs.NONE);
        String evolved = Lane.evolved(before, fewer).parametersSha256();
        assertThat(lanes.lane().parametersSha256()).isEqualTo(evolved);

        assertThat(lanes.apply(401, 0, new LogRecord.Event(examples.get(400)), collected))
                .hasValueSatisfying(why -> assertThat(why).contains("earlier configuration"));
        assertThat(lanes.lane().parametersSha256()).isEqualTo(evolved);
        assertThat(lanes.lane().nextOffset()).isEqualTo(402);

        checkpoint(lanes);
        Succession again = restored();
        assertThat(again.lane().settings()).isEqualTo(fewer);
        assertThat(again.isDeclared(fewer)).isTrue();
        assertThat(again.lane().parametersSha256()).isEqualTo(evolved);
        assertThat(again.apply(402, 0, new LogRecord.Event(examples.get(401)), collected))
                .isPresent();
    }

    @Test
    void aConfigurationThatCannotBeMigratedChangesNothing() {
        Succession lanes = new Succession(ours, shelf);
        feed(lanes, 0, 400, new SnapshotName("", ""), Outputs.NONE);
        String before = lanes.lane().parametersSha256();
        assertThat(lanes.apply(400, 0, new LogRecord.Configure(0, others.configuration()), Outputs.NONE))
                .hasValueSatisfying(why -> assertThat(why).contains("model.sharing"));
        assertThat(lanes.lane().parametersSha256()).isEqualTo(before);
        assertThat(lanes.isDeclared(ours)).isTrue();
    }

    @Test
    void examplesOfAConfigurationThatWasRefusedArePassedOver() {
        FeatureMap map = ours.map();
        var fewer = new FeatureMap(map.features(), map.tasks().subList(0, 2), List.of(), map.buckets());
        shelf.put(new LaneSettings(fewer, others.model(), ours.batch(), 200, 100, 100, 50, "fewer tasks, other model"));
        Succession lanes = new Succession(ours, shelf);
        feed(lanes, 0, 400, new SnapshotName("", ""), Outputs.NONE);
        assertThat(lanes.apply(400, 0, new LogRecord.Configure(0, "fewer tasks, other model"), Outputs.NONE))
                .isPresent();
        Example example = examples.get(400);
        Example written = new Example(
                fewer.fingerprint(),
                example.key(),
                example.time(),
                example.source(),
                example.categories(),
                example.sequences(),
                example.numbers(),
                new int[] {0},
                new float[] {1},
                new float[0]);
        assertThat(lanes.apply(401, 0, new LogRecord.Event(written), Outputs.NONE))
                .isPresent();
        assertThat(lanes.lane().nextOffset()).isEqualTo(402);
    }

    @Test
    void aConfigurationThatIsSaidTwiceCutsNoBatch() {
        Succession once = new Succession(ours, shelf);
        Succession twice = new Succession(ours, shelf);
        for (int i = 0; i < 100; i++) {
            once.apply(i, 0, new LogRecord.Event(examples.get(i)), Outputs.NONE);
            twice.apply(2L * i, 0, new LogRecord.Event(examples.get(i)), Outputs.NONE);
            twice.apply(2L * i + 1, 0, new LogRecord.Configure(0, ours.configuration()), Outputs.NONE);
        }
        assertThat(twice.lane().parametersSha256()).isEqualTo(once.lane().parametersSha256());
        assertThat(twice.lane().nextOffset()).isEqualTo(200);
    }

    @Test
    void predictionsNameTheTasksOfTheModelThatMadeThem() {
        FeatureMap map = ours.map();
        var last = new FeatureMap(map.features(), map.tasks().subList(1, 3), List.of(), map.buckets());
        shelf.put(new LaneSettings(last, ours.model(), ours.batch(), 200, 100, 100, 50, "without the first"));
        Succession lanes = new Succession(ours, shelf);
        Collected collected = new Collected();
        feed(lanes, 0, 10, new SnapshotName("", ""), collected); // fewer than a batch: they wait
        assertThat(collected.predictions()).isEmpty();
        assertThat(lanes.apply(10, 0, new LogRecord.Configure(0, "without the first"), collected))
                .isEmpty();
        assertThat(collected.predictions())
                .hasSize(10)
                .allSatisfy(prediction -> assertThat(prediction.tasks()).containsExactly("click", "dwell", "stars"));
    }

    @Test
    void aLabelThatMeansSomethingElseIsInTheWayOfAPromotion() {
        FeatureMap map = ours.map();
        var above = new LabelColumn(0, 0, new LabelColumn.Rule.Above(3), -1);
        var equal = new LabelColumn(0, 0, new LabelColumn.Rule.Equals(3), -1);
        assertThat(Promotion.obstacles(labelled(map, above), labelled(map, equal)))
                .singleElement()
                .asString()
                .startsWith("tasks.click.label");
    }

    private LaneSettings labelled(FeatureMap map, LabelColumn label) {
        var with = new FeatureMap(map.features(), map.tasks(), List.of(label), map.buckets());
        return new LaneSettings(with, ours.model(), ours.batch(), 200, 100, 100, 50, "labelled");
    }

    @Test
    void aLaneThatHasLearnedNothingTakesAnyConfiguration() {
        Succession lanes = new Succession(ours, shelf);
        assertThat(lanes.apply(0, 0, new LogRecord.Configure(0, others.configuration()), Outputs.NONE))
                .isEmpty();
        assertThat(lanes.lane().settings()).isEqualTo(others);
        assertThat(lanes.lane().nextOffset()).isOne();
    }

    @Test
    void theLogsFirstConfigurationLeavesNothingOfWhatTheProcessWasStartedWith() {
        LaneSettings fewer = fewerTasks();
        Succession told = new Succession(ours, shelf);
        Succession knew = new Succession(fewer, shelf);
        Collected ofTold = new Collected();
        Collected ofKnew = new Collected();
        told.apply(0, 0, new LogRecord.Configure(0, fewer.configuration()), ofTold);
        knew.apply(0, 0, new LogRecord.Configure(0, fewer.configuration()), ofKnew);
        told.lane().snapshot(Cause.SCHEDULED, ofTold);
        knew.lane().snapshot(Cause.SCHEDULED, ofKnew);
        assertThat(told.isDeclared(fewer)).isTrue();
        assertThat(ofTold.manifests().get(0).name())
                .isEqualTo(ofKnew.manifests().get(0).name());
    }

    @Test
    void whereTheLastConfigurationStandsIsNotForgotten() {
        LaneSettings fewer = fewerTasks();
        Succession lanes = new Succession(ours, shelf);
        feed(lanes, 0, 400, new SnapshotName("", ""), Outputs.NONE);
        assertThat(lanes.declaredAt()).isEqualTo(-1);
        lanes.apply(400, 0, new LogRecord.Configure(0, fewer.configuration()), Outputs.NONE);
        checkpoint(lanes);
        assertThat(restored().declaredAt()).isEqualTo(400);
        assertThat(restored().isDeclared(fewer)).isTrue();
        Place declared = new Place(1, -1, 1);
        assertThat(changelog).containsKey(declared);
        changelog.put(declared, fewer.fingerprint().getBytes(StandardCharsets.US_ASCII)); // an earlier version's
        assertThat(restored().declaredAt()).isEqualTo(-1);
        assertThat(restored().isDeclared(fewer)).isTrue();
    }

    @Test
    void theChangelogForgetsTheModelThatWasReplaced() {
        SnapshotName other = trained(others, 300);
        Succession lanes = new Succession(ours, shelf);
        feed(lanes, 0, 400, other, Outputs.NONE);
        checkpoint(lanes);
        assertThat(changelog).isNotEmpty();
        feed(lanes, 400, 600, other, Outputs.NONE);
        checkpoint(lanes);
        assertThat(changelog.keySet()).extracting(Place::generation).containsOnly(1);
    }

    @Test
    void aPromotionThatDoesNotFitChangesNothing() {
        LaneSettings narrow = new LaneSettings(
                ours.map(), ours.model(), ours.batch(), 200, 100, 100, ours.duplicatesWindow() + 1, "narrow");
        shelf.put(narrow);
        SnapshotName misfit = trained(narrow, 300);
        Succession lanes = new Succession(ours, shelf);
        feed(lanes, 0, 400, misfit, Outputs.NONE);
        String before = lanes.lane().parametersSha256();
        assertThat(lanes.apply(400, 0, new LogRecord.Promote(0, misfit), Outputs.NONE))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("duplicates.window is 50 live and 51 in the snapshot"));
        assertThat(lanes.lane().parametersSha256()).isEqualTo(before);
        assertThat(lanes.lane().nextOffset()).isEqualTo(401);
    }

    @Test
    void whatWasWrittenBeforeTheCheckpointThatItFollowsIsRefused() {
        Succession lanes = new Succession(ours, shelf);
        SnapshotName other = trained(others, 300);
        feed(lanes, 0, 400, other, Outputs.NONE);
        checkpoint(lanes);
        Map<Place, byte[]> old = new LinkedHashMap<>(changelog);
        feed(lanes, 400, 600, other, Outputs.NONE);
        Map.Entry<Place, byte[]> block = old.entrySet().iterator().next();
        assertThatThrownBy(() -> lanes.restore(block.getKey(), block.getValue()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start again");
    }
}

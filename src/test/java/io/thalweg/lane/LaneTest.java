package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.check.Sha256;
import io.thalweg.feature.Example;
import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Balances;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LaneTest {
    private static final int EVENTS = 1_000;

    private record Block(int region, int block, byte[] bytes) {}

    static Stream<ModelSettings> models() {
        var adaGrad = Worlds.adaGrad();
        Stream<ModelSettings> balanced = Balances.all().stream().map(Worlds.hard(adaGrad)::with);
        return Stream.concat(
                balanced,
                Stream.of(
                        Worlds.hard(adaGrad),
                        Worlds.hard(new Optimiser.Adam(0.01, 0.9, 0.99, 1e-8)),
                        Worlds.hard(new Optimiser.FtrlProximal(0.1, 1, 0.001, 0.01)),
                        Worlds.hard(new Optimiser.Sgd(0.05)),
                        new ModelSettings(
                                new Sharing.Independent(), List.of(6), List.of(4), false, adaGrad, adaGrad, 7),
                        new ModelSettings(new Sharing.Hard(), List.of(), List.of(), true, adaGrad, adaGrad, 7)));
    }

    private static void feed(Lane lane, List<Example> examples, int from, int to, Outputs outputs) {
        for (int i = from; i < to; i++) {
            lane.apply(i, 1_000_000L + i, new LogRecord.Event(examples.get(i)), outputs);
        }
    }

    private static Lane learned(ModelSettings model, List<Example> examples) {
        Lane lane = new Lane(Worlds.lane(model));
        feed(lane, examples, 0, examples.size(), Outputs.NONE);
        return lane;
    }

    @ParameterizedTest
    @MethodSource("models")
    void aCheckpointAndTheRecordsBehindItAreTheModel(ModelSettings model) {
        List<Example> examples = Worlds.examples(EVENTS, 1);
        Collected undisturbed = new Collected();
        Lane whole = new Lane(Worlds.lane(model));
        feed(whole, examples, 0, EVENTS, undisturbed);
        for (int crash : new int[] {1, 15, 16, 333, 999}) {
            Collected before = new Collected();
            Collected after = new Collected();
            Lane first = new Lane(Worlds.lane(model));
            feed(first, examples, 0, crash / 2, before);
            List<Block> changelog = new ArrayList<>();
            first.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
            feed(first, examples, crash / 2, crash, before);
            first.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
            Lane second = new Lane(Worlds.lane(model));
            changelog.forEach(block -> second.restore(block.region(), block.block(), block.bytes()));
            second.resume();
            assertThat(second.nextOffset()).isEqualTo(crash);
            feed(second, examples, crash, EVENTS, after);
            assertThat(second.parametersSha256()).as("crash at %d", crash).isEqualTo(whole.parametersSha256());
            assertThat(second.totals()).isEqualTo(whole.totals());
            assertThat(second.metrics()).isEqualTo(whole.metrics());
            assertThat(before.predictions().size() + after.predictions().size())
                    .isEqualTo(undisturbed.predictions().size());
            assertThat(after.manifests().get(after.manifests().size() - 1))
                    .isEqualTo(
                            undisturbed.manifests().get(undisturbed.manifests().size() - 1));
        }
    }

    @Test
    void aSnapshotIsWholeAndGivesTheModelBack() {
        List<Example> examples = Worlds.examples(EVENTS, 1);
        Collected published = new Collected();
        Lane lane = new Lane(Worlds.lane(Worlds.hard(Worlds.adaGrad())));
        feed(lane, examples, 0, 400, published);
        SnapshotManifest manifest = published.manifests().get(1);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        published.chunks().stream()
                .filter(chunk -> chunk.snapshot().equals(manifest.id()))
                .forEach(chunk -> all.writeBytes(chunk.bytes()));
        assertThat(manifest.extent().nextOffset()).isEqualTo(400);
        assertThat(manifest.extent().bytes()).isEqualTo(all.size());
        assertThat(manifest.proof().sha256())
                .isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(all.toByteArray())));
        assertThat(manifest.proof().parametersSha256()).isEqualTo(lane.parametersSha256());
        Lane copy = Lane.ofSnapshot(lane.settings(), new StoredSnapshot(manifest, List.of(all.toByteArray())));
        Collected copied = new Collected();
        feed(lane, examples, 400, EVENTS, published);
        feed(copy, examples, 400, EVENTS, copied);
        assertThat(copy.parametersSha256()).isEqualTo(lane.parametersSha256());
        assertThat(copied.manifests())
                .isEqualTo(
                        published.manifests().subList(2, published.manifests().size()));
    }

    @Test
    void snapshotsAreChainedToTheOnesBefore() {
        Collected one = new Collected();
        Collected other = new Collected();
        List<Example> examples = Worlds.examples(EVENTS, 1);
        feed(new Lane(Worlds.lane(Worlds.hard(Worlds.adaGrad()))), examples, 0, EVENTS, one);
        feed(new Lane(Worlds.lane(Worlds.hard(Worlds.adaGrad()))), Worlds.examples(EVENTS, 2), 0, EVENTS, other);
        assertThat(one.manifests())
                .hasSize(5)
                .extracting(manifest -> manifest.proof().chain())
                .doesNotHaveDuplicates();
        assertThat(one.manifests().get(1).extent().firstOffset())
                .isEqualTo(one.manifests().get(0).extent().nextOffset());
        assertThat(other.manifests().get(0).proof().chain())
                .isNotEqualTo(one.manifests().get(0).proof().chain());
    }

    @Test
    void everyLearnedEventAndEveryRequestHasOnePrediction() {
        List<Example> examples = new ArrayList<>(Worlds.examples(100, 1));
        examples.replaceAll(example -> example.source().offset() % 10 == 3 ? Worlds.request(example) : example);
        Collected published = new Collected();
        Lane lane = new Lane(Worlds.lane(Worlds.hard(Worlds.adaGrad())));
        feed(lane, examples, 0, 100, published);
        lane.apply(100, 0, new LogRecord.Tick(0), published);
        assertThat(published.predictions())
                .extracting(Prediction::offset)
                .doesNotHaveDuplicates()
                .hasSize(100);
        assertThat(lane.totals()).isEqualTo(new Totals(90, 0, 10, 0, 0, 1, 0));
    }

    @Test
    void aRequestIsAnsweredAtOnceAndChangesNothing() {
        List<Example> examples = Worlds.examples(40, 1);
        Lane asked = learned(Worlds.hard(Worlds.adaGrad()), examples);
        Lane silent = learned(Worlds.hard(Worlds.adaGrad()), examples);
        Collected published = new Collected();
        Example request = Worlds.request(Worlds.examples(60, 1).get(50));
        asked.apply(40, 0, new LogRecord.Event(request), published);
        assertThat(published.predictions()).hasSize(1);
        assertThat(published.predictions().get(0).labels()).containsOnly(Float.NaN);
        assertThat(asked.parametersSha256()).isEqualTo(silent.parametersSha256());
        assertThat(lifetimes(asked)).isEqualTo(lifetimes(silent));
        asked.apply(41, 0, new LogRecord.Tick(0), Outputs.NONE);
        silent.apply(41, 0, new LogRecord.Tick(0), Outputs.NONE);
        assertThat(asked.parametersSha256()).isEqualTo(silent.parametersSha256());
    }

    private static List<Quality> lifetimes(Lane lane) {
        return lane.metrics().stream().map(TaskMetrics::lifetime).toList();
    }

    @Test
    void aDuplicateWithinTheWindowIsLearnedFromOnce() {
        List<Example> examples = Worlds.examples(120, 1);
        Lane once = learned(Worlds.hard(Worlds.adaGrad()), examples);
        List<Example> repeated = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            repeated.add(examples.get(i));
            if (i % 4 == 0) {
                repeated.add(examples.get(Math.max(0, i - 40)));
            }
        }
        Lane twice = learned(Worlds.hard(Worlds.adaGrad()), repeated);
        assertThat(twice.totals().duplicates()).isEqualTo(30);
        assertThat(twice.parametersSha256()).isEqualTo(once.parametersSha256());
    }

    @Test
    void aKeyIsForgottenWhenTheWindowHasPassed() {
        List<Example> examples = new ArrayList<>(Worlds.examples(51, 1));
        examples.add(examples.get(0));
        assertThat(learned(Worlds.hard(Worlds.adaGrad()), examples).totals().duplicates())
                .isZero();
        examples.remove(50);
        assertThat(learned(Worlds.hard(Worlds.adaGrad()), examples).totals().duplicates())
                .isOne();
    }

    @Test
    void anExampleOfOtherFeaturesIsRefusedBeforeAnythingChanges() {
        Example example = Worlds.examples(1, 1).get(0);
        Example foreign = new Example(
                example.layout() + 1,
                example.key(),
                example.time(),
                example.source(),
                example.categories(),
                example.sequences(),
                example.numbers(),
                example.tasks(),
                example.labels(),
                example.weights());
        Lane lane = new Lane(Worlds.lane(Worlds.hard(Worlds.adaGrad())));
        assertThatThrownBy(() -> lane.apply(5, 0, new LogRecord.Event(foreign), Outputs.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset 5")
                .hasMessageContaining("other features or tasks");
        assertThat(lane.totals().learned()).isZero();
        assertThat(lane.nextOffset()).isZero();
    }

    @Test
    void stateOfAnotherConfigurationIsRefusedByName() {
        List<Block> changelog = new ArrayList<>();
        learned(Worlds.hard(Worlds.adaGrad()), Worlds.examples(20, 1))
                .checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
        Lane other = new Lane(Worlds.lane(Worlds.hard(new Optimiser.AdaGrad(0.1, 1e-8, 0))));
        changelog.forEach(block -> other.restore(block.region(), block.block(), block.bytes()));
        assertThatThrownBy(other::resume)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("optimiser = AdaGrad[rate=0.05")
                .hasMessageContaining("AdaGrad[rate=0.1");
    }

    @Test
    void countsComeFromTheLogAndRequestsDoNotMoveThem() {
        var model = Worlds.hard(Worlds.adaGrad());
        Example visit = Worlds.without(Worlds.examples(1, 1).get(0), 1, 2);
        Lane lane = new Lane(Worlds.lane(model));
        Lane fresh = new Lane(Worlds.lane(model));
        lane.apply(0, 0, new LogRecord.Event(visit), Outputs.NONE); // waits in its buffer: nothing learned yet
        Collected first = new Collected();
        Collected second = new Collected();
        LogRecord request = new LogRecord.Event(Worlds.request(visit));
        fresh.apply(0, 0, request, first);
        lane.apply(1, 0, request, second);
        lane.apply(2, 0, request, second);
        assertThat(second.predictions().get(0).scores())
                .isNotEqualTo(first.predictions().get(0).scores());
        assertThat(second.predictions().get(1).scores())
                .isEqualTo(second.predictions().get(0).scores());
    }

    @Test
    void learningBeatsTheRunningMeanOnEveryTask() {
        Lane lane = learned(Worlds.hard(Worlds.adaGrad()), Worlds.examples(20_000, 1));
        for (TaskMetrics task : lane.metrics()) {
            if (task.window() instanceof Quality.OfClasses classes) {
                assertThat(classes.logloss()).as(task.task()).isLessThan(0.9 * classes.baselineLogloss());
                assertThat(classes.normalisedEntropy()).isLessThan(0.9);
            } else if (task.window() instanceof Quality.OfValues values) {
                assertThat(values.rmse()).as(task.task()).isLessThan(0.97 * values.baselineRmse());
            }
        }
    }
}

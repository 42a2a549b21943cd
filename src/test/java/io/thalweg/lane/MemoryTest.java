package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.Candidates;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.model.Held;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Regularisations;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryTest {
    private static final Optimiser FTRL = new Optimiser.FtrlProximal(0.1, 1, 0, 0);

    static List<ModelSettings> models() {
        List<ModelSettings> models = new ArrayList<>();
        for (Sharing sharing : Sharings.all()) {
            models.add(
                    new ModelSettings(sharing, Sharings.layers(sharing), List.of(), true, Worlds.adaGrad(), FTRL, 7));
        }
        models.add(Worlds.hard(Worlds.adaGrad()).with(Regularisations.all()));
        models.add(Worlds.hard(FTRL).with(Regularisations.all()).with(new EmbeddingLife(2, 9)));
        models.add(Worlds.hard(FTRL).with(Regularisations.all()).with(new EmbeddingLife(2, 9, 64)));
        models.add(new ModelSettings(new Sharing.Hard(), List.of(), List.of(), true, FTRL, FTRL, 7));
        return models;
    }

    private static LaneSettings settings(ModelSettings model, int buckets) {
        FeatureMap world = Worlds.map();
        List<Feature> features = new ArrayList<>(world.features());
        features.add(new Feature.Rate("likes", List.of(new Feature.Category("user", 0, 3)), "click", 4));
        LaneSettings lane = Worlds.lane(model);
        return new LaneSettings(
                new FeatureMap(features, world.tasks(), List.of(), buckets),
                model,
                lane.batch(),
                lane.snapshotsEvery(),
                lane.metricsEvery(),
                lane.metricsWindow(),
                lane.duplicatesWindow(),
                lane.configuration());
    }

    @ParameterizedTest
    @MethodSource("models")
    void isWhatTheRegionsOfALaneTake(ModelSettings model) {
        LaneSettings settings = settings(model, 256);
        Stream<Region> regions = Stream.concat(
                new Candidates(settings.map(), model, 16).regions().stream(),
                new Recollection(settings.map()).regions().stream());
        assertThat(Memory.of(settings).bytes())
                .isEqualTo(
                        regions.mapToLong(region -> 4L * region.values().length).sum());
    }

    /** 2^18 rows of 2^28 buckets: parameters, state, 3 numbers of its life, 2 of its bucket. */
    @Test
    void isBoundedByTheCapacity() {
        ModelSettings model = Worlds.hard(Worlds.adaGrad()).with(new EmbeddingLife(1, 0, 1 << 18));
        assertThat(Memory.of(settings(model, 1 << 28)).parts())
                .contains(new Held("linear weights", 1 << 18, 6L << 18, 6L << 18, 5L << 18));
    }

    @Test
    void saysOfEachPartWhatItIsFor() {
        LaneSettings settings = settings(Worlds.hard(Worlds.adaGrad()).with(Regularisations.all()), 1 << 26);
        assertThat(Memory.of(settings).parts())
                .contains(
                        new Held("linear weights", 1 << 26, 6L << 26, 6L << 26, 6 * 2 * ((1L << 26) + 1)),
                        new Held("count visits", 1 << 26, 0, 0, 1 << 26),
                        new Held("rate likes", 1 << 24, 0, 0, (2 << 24) + 2));
    }
}

package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Mean;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Changes.Change;
import io.thalweg.scenario.Encoders;
import io.thalweg.scenario.Regularisations;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.sharing.Soft;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of features and tasks, each number that still has its name still has its bits. */
class NetworkInheritanceTest {
    private static final int ROWS = 20;

    /** Of every model with a sequence that is pooled, and of every encoder with a model that has it for all tasks. */
    static Stream<Arguments> changes() {
        Stream<Arguments> pooled = models().stream().flatMap(model -> of(model, new Mean()));
        return Stream.concat(pooled, Encoders.all().stream().flatMap(encoder -> of(models().get(3), encoder)));
    }

    private static Stream<Arguments> of(ModelSettings model, Encoder encoder) {
        return Changes.all(encoder).map(change -> Arguments.of(model, Changes.shop(encoder), change));
    }

    private static List<ModelSettings> models() {
        Optimiser sgd = new Optimiser.Sgd(0.05);
        Optimiser adaGrad = Worlds.adaGrad();
        Optimiser adam = new Optimiser.Adam(0.05, 0.9, 0.99, 1e-8);
        Optimiser ftrl = new Optimiser.FtrlProximal(0.1, 1, 0.001, 0.01);
        Sharing hard = new Sharing.Hard();
        Sharing alone = new Sharing.Independent();
        List<ModelSettings> models = new ArrayList<>();
        models.add(new ModelSettings(hard, List.of(), List.of(), true, adam, ftrl, 7));
        models.add(new ModelSettings(alone, List.of(), List.of(), true, adam, sgd, 7));
        models.add(new ModelSettings(hard, List.of(8, 6), List.of(), true, adaGrad, adaGrad, 7));
        models.add(new ModelSettings(hard, List.of(8), List.of(5, 4), true, adam, ftrl, 7));
        models.add(new ModelSettings(hard, List.of(), List.of(5), false, ftrl, adam, 7));
        models.add(new ModelSettings(hard, List.of(6), List.of(), false, sgd, sgd, 7));
        models.add(new ModelSettings(alone, List.of(8, 6), List.of(), true, adam, adaGrad, 7));
        models.add(new ModelSettings(alone, List.of(8), List.of(5), false, ftrl, sgd, 7));
        models.add(new ModelSettings(alone, List.of(), List.of(5), true, sgd, adam, 7));
        models.add(new ModelSettings(alone, List.of(8), List.of(), true, adaGrad, adam, 7).with(Regularisations.all()));
        models.add(new ModelSettings(hard, List.of(8), List.of(), true, adaGrad, adam, 7).with(Regularisations.l12()));
        for (Sharing sharing : Sharings.all()) {
            List<Integer> own = Sharings.taskLayers(sharing, 5);
            models.add(new ModelSettings(sharing, Sharings.layers(sharing), own, true, adam, ftrl, 7));
        }
        return models;
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatKeepsItsNameKeepsItsBitsAndTheRestBegins(ModelSettings settings, FeatureMap shop, Change change) {
        Network old = learned(settings, shop);
        Network heir = new Network(change.after(), settings, ROWS);
        heir.inherit(old, Origins.of(shop, change.after()));
        Map<String, Integer> before = NamedNumbers.of(old, shop, settings);
        Map<String, Integer> fresh =
                NamedNumbers.of(new Network(change.after(), settings, ROWS), change.after(), settings);
        Map<String, Integer> now = NamedNumbers.of(heir, change.after(), settings);
        List<String> wrong = new ArrayList<>();
        int inherited = 0;
        for (String name : now.keySet()) {
            Integer begun = now.getOrDefault(beginning(name, settings, now.keySet()), fresh.get(name));
            Integer expected = before.getOrDefault(name, begun);
            if (!now.get(name).equals(expected)) {
                wrong.add(name);
            }
            inherited += expected.equals(fresh.get(name)) ? 0 : 1;
        }
        assertThat(wrong).isEmpty();
        assertThat(now.keySet()).isEqualTo(fresh.keySet());
        assertThat(inherited).isGreaterThan(2); // though perhaps only biases are left
    }

    /** A new tower begins as the one that all are drawn to; an empty name for what begins as it is drawn. */
    private static String beginning(String name, ModelSettings settings, Set<String> names) {
        boolean hasMean = settings.sharing() instanceof Soft soft && !(soft.coupling() instanceof Soft.Pairwise);
        String mean = name.replaceFirst("^(layers: tower \\d+) of \\w+:", "$1:");
        return hasMean && !mean.equals(name) && names.contains(mean) ? mean : "";
    }

    @ParameterizedTest
    @MethodSource("changes")
    void blocksThatAreNotAsTheyBeginAreTheWholeDifference(ModelSettings settings, FeatureMap shop, Change change) {
        Network heir = new Network(change.after(), settings, ROWS);
        heir.inherit(learned(settings, shop), Origins.of(shop, change.after()));
        Network copy = new Network(change.after(), settings, ROWS);
        for (int i = 0; i < heir.regions().size(); i++) {
            Region to = copy.regions().get(i);
            heir.regions().get(i).visitTouched(to::restore);
        }
        copy.restored();
        assertThat(copy.regions())
                .extracting(region -> Arrays.toString(region.values()))
                .isEqualTo(heir.regions().stream()
                        .map(region -> Arrays.toString(region.values()))
                        .toList());
        assertThat(scores(copy, change.after())).isEqualTo(scores(heir, change.after()));
    }

    @Test
    void theOldNetworkIsOnlyRead() {
        ModelSettings settings = models().get(3);
        FeatureMap shop = Changes.shop();
        Network old = learned(settings, shop);
        Map<String, Integer> before = NamedNumbers.of(old, shop, settings);
        FeatureMap after = Changes.all().skip(1).findFirst().orElseThrow().after();
        Network heir = new Network(after, settings, ROWS);
        heir.inherit(old, Origins.of(shop, after));
        learn(heir, after, 9);
        assertThat(NamedNumbers.of(old, shop, settings)).isEqualTo(before);
    }

    private static Network learned(ModelSettings settings, FeatureMap shop) {
        Network network = new Network(shop, settings, ROWS);
        learn(network, shop, 1);
        learn(network, shop, 2);
        return network;
    }

    private static float[] scores(Network network, FeatureMap map) {
        List<Example> examples = Changes.examples(map, 0, ROWS, 3);
        return network.score(examples, numbers(map, new SplittableRandom(3)));
    }

    static void learn(Network network, FeatureMap map, long seed) {
        var random = new SplittableRandom(seed);
        network.score(Changes.examples(map, 0, ROWS, seed), numbers(map, random));
        float[] slopes = new float[ROWS * network.outputs().count()];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) random.nextDouble(-1, 1);
        }
        boolean[] present = new boolean[map.tasks().size()];
        Arrays.fill(present, true);
        network.learn(slopes, present);
    }

    private static float[] numbers(FeatureMap map, SplittableRandom random) {
        float[] numbers = new float[ROWS * map.numerics().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-2, 2);
        }
        return numbers;
    }
}

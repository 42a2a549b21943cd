package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.CrossStitch;
import io.thalweg.sharing.Ple;
import io.thalweg.sharing.Sharing;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is a task's own begins anew, or learns faster, and nobody else's number is another for it. */
class OwnPartsTest {
    private static final int ROWS = 20;
    private static final int TASK = 1; // dwell, as in AbsenceTest
    private static final boolean[] ALL = {true, true, true};
    private static final Pace FASTER = Pace.of(new double[] {1, 4, 1});

    static Stream<ModelSettings> models() {
        return Sharings.all().stream().flatMap(OwnPartsTest::models);
    }

    private static Stream<ModelSettings> models(Sharing sharing) {
        var adam = new Optimiser.Adam(0.05, 0.9, 0.99, 1e-8);
        var ftrl = new Optimiser.FtrlProximal(0.1, 1, 0.001, 0.01);
        List<Integer> own = Sharings.taskLayers(sharing, 5);
        return Stream.of(
                new ModelSettings(sharing, Sharings.layers(sharing), List.of(), true, adam, ftrl, 7),
                new ModelSettings(sharing, List.of(8), own, true, ftrl, adam, 7));
    }

    /** Where nothing that is shared is made of what is a task's own. */
    static Stream<ModelSettings> plainModels() {
        var adaGrad = new Optimiser.AdaGrad(0.05, 1e-8, 0);
        List<ModelSettings> models = new ArrayList<>();
        List.of(
                        new Sharing.Hard(),
                        new Sharing.Independent(),
                        new Sharing.Mmoe(3),
                        new Ple(1, 1, 2),
                        new CrossStitch(2))
                .forEach(sharing ->
                        models.add(new ModelSettings(sharing, List.of(8), List.of(5), true, adaGrad, adaGrad, 7)));
        models.add(new ModelSettings(new Sharing.Hard(), List.of(), List.of(), true, adaGrad, adaGrad, 7));
        return models.stream();
    }

    private static void step(Network network, long seed, Pace pace) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[ROWS * 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-2, 2);
        }
        network.score(Worlds.examples(ROWS, seed), numbers);
        float[] slopes = new float[ROWS * network.outputs().count()];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) random.nextDouble(-1, 1);
        }
        assertThat(network.descend(slopes, ALL)).isTrue();
        network.step(ALL, pace);
    }

    private static Network learned(ModelSettings settings) {
        Network network = new Network(Worlds.map(), settings, ROWS);
        for (int i = 0; i < 3; i++) {
            step(network, i, Pace.USUAL);
        }
        return network;
    }

    /** Checks each number of a network against that of another one: the task's own, and the rest. */
    private static int[] same(ModelSettings settings, Network network, List<Region> own, List<Region> rest) {
        int[] counts = new int[4]; // own: the same, another; rest: the same, another
        for (int r = 0; r < own.size(); r++) {
            Region region = network.regions().get(r);
            for (int i = 0; i < region.values().length; i++) {
                boolean isOwn = AbsenceTest.isOfAbsent(settings, Worlds.tasks(), region.name(), i);
                float expected = (isOwn ? own : rest).get(r).values()[i];
                boolean isSame = Float.floatToRawIntBits(expected) == Float.floatToRawIntBits(region.values()[i]);
                counts[(isOwn ? 0 : 2) + (isSame ? 0 : 1)]++;
            }
        }
        return counts;
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatBeginsAnewIsAsItBeganAndTheRestKeepsEveryBit(ModelSettings settings) {
        Network network = learned(settings);
        network.reset(TASK);
        List<Region> begun = new Network(Worlds.map(), settings, ROWS).regions();
        int[] counts = same(settings, network, begun, learned(settings).regions());
        assertThat(counts[0]).as("own numbers").isGreaterThan(5);
        assertThat(counts[1]).as("own numbers that are not as they began").isZero();
        assertThat(counts[3]).as("numbers of others that have changed").isZero();
        assertThat(same(settings, learned(settings), begun, begun)[1])
                .as("own numbers that had moved")
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("plainModels")
    void whatLearnsFasterIsTheTasksOwnAlone(ModelSettings settings) {
        Network usual = learned(settings);
        Network faster = learned(settings);
        step(usual, 9, Pace.USUAL);
        step(faster, 9, FASTER);
        int[] counts = same(settings, faster, usual.regions(), usual.regions());
        assertThat(counts[1]).as("own numbers that went farther").isGreaterThan(5);
        assertThat(counts[3]).as("numbers of others that went elsewhere").isZero();
    }
}

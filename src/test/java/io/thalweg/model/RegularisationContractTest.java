package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.encoder.Gru;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation;
import io.thalweg.regularise.Regularisation.On;
import io.thalweg.scenario.Regularisations;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What regularisers and clips do to a network, whatever they are on. */
class RegularisationContractTest {
    private static final FeatureMap MAP = Worlds.map(4, new Gru(3));
    private static final boolean[] ALL = {true, true, true};
    private static final boolean[] SOME = {true, false, true};
    private static final Optimiser SGD = new Optimiser.Sgd(0.1);
    private static final Optimiser ADAM = new Optimiser.Adam(0.05, 0.9, 0.99, 1e-8);
    private static final int OUTPUTS = 6;

    private static ModelSettings settings(Sharing sharing, Optimiser optimiser, Regularisation regularisation) {
        return new ModelSettings(sharing, List.of(5), List.of(), true, optimiser, optimiser, 7).with(regularisation);
    }

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(new Sharing.Independent(), Regularisations.all()),
                Arguments.of(new Sharing.Independent(), Regularisations.l12()),
                Arguments.of(new Sharing.Hard(), Regularisations.l12()));
    }

    private static void step(Network network, List<Example> examples, boolean[] present, long seed) {
        var random = new SplittableRandom(seed);
        float[] numbers = new float[examples.size() * 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-2, 2);
        }
        network.score(examples, numbers);
        float[] slopes = new float[examples.size() * OUTPUTS];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = i % OUTPUTS == 1 && !present[1] ? 0 : (float) random.nextDouble(-1, 1);
        }
        network.learn(slopes, present);
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsAnAbsentTasksAloneKeepsEveryBit(Sharing sharing, Regularisation regularisation) {
        ModelSettings settings = settings(sharing, ADAM, regularisation);
        Network network = new Network(MAP, settings, 64);
        step(network, Worlds.examples(20, 3), ALL, 1);
        step(network, Worlds.examples(20, 4), ALL, 2);
        var before = NamedNumbers.of(network, MAP, settings);
        step(network, Worlds.examples(20, 5), SOME, 3);
        var after = NamedNumbers.of(network, MAP, settings);
        Stream<String> own = before.keySet().stream().filter(name -> name.contains("dwell"));
        assertThat(own)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(after.get(name)).isEqualTo(before.get(name)));
        assertThat(after).isNotEqualTo(before);
    }

    /** A row that is read after many steps is what it would be had it been read in each of them. */
    @ParameterizedTest
    @MethodSource("models")
    void rowsPayTheSameSoonOrLate(Sharing sharing, Regularisation regularisation) {
        Regularisation unclipped = new Regularisation(regularisation.penalties(), 0);
        ModelSettings settings = settings(sharing, new Optimiser.AdaGrad(0.02, 1e-8, 0.01), unclipped);
        Network lazy = new Network(MAP, settings, 64);
        Network eager = new Network(MAP, settings, 64);
        List<Example> all = Worlds.examples(60, 3);
        learnApart(lazy, eager, all);
        learn(lazy, all.subList(0, 4), all.subList(4, 60));
        learn(eager, all.subList(0, 4), all.subList(4, 60));
        assertClose(lazy, eager, 2e-5f);
    }

    /** Both learn the same, and one of them reads most rows in every step, too. */
    private static void learnApart(Network lazy, Network eager, List<Example> all) {
        for (int step = 0; step < 25; step++) {
            List<Example> some = all.subList(step % 5 * 4, step % 5 * 4 + 4);
            learn(lazy, some, List.of());
            learn(eager, some, all.subList(20, 60));
        }
    }

    /** What one task's reset does to the length of a row that all have together is nothing for others to pay by. */
    @ParameterizedTest
    @MethodSource("models")
    void whatOthersOwePaysByTheLengthOfBeforeAReset(Sharing sharing, Regularisation regularisation) {
        Regularisation unclipped = new Regularisation(regularisation.penalties(), 0);
        ModelSettings settings = settings(sharing, new Optimiser.AdaGrad(0.02, 1e-8, 0.01), unclipped);
        Network lazy = new Network(MAP, settings, 64);
        Network eager = new Network(MAP, settings, 64);
        List<Example> all = Worlds.examples(60, 3);
        learnApart(lazy, eager, all);
        lazy.reset(1);
        eager.reset(1);
        learn(lazy, all.subList(0, 4), all.subList(4, 60));
        learn(eager, all.subList(0, 4), all.subList(4, 60));
        assertClose(lazy, eager, 2e-5f);
    }

    /**
     * Rows that begin anew are read as those of a network that has never learned: they owe nothing for earlier steps.
     */
    @Test
    void whatBeginsAnewPaysForNoEarlierStep() {
        var adaGrad = new Optimiser.AdaGrad(0.02, 1e-8, 0.01);
        ModelSettings settings = settings(new Sharing.Independent(), adaGrad, Regularisations.all());
        Network network = new Network(MAP, settings, 64);
        List<Example> all = Worlds.examples(60, 3);
        for (int step = 0; step < 25; step++) {
            learn(network, all.subList(step % 5 * 4, step % 5 * 4 + 4), List.of());
        }
        float[] learned = network.score(all, new float[all.size() * 2]).clone();
        network.reset(1);
        float[] scores = network.score(all, new float[all.size() * 2]);
        float[] begun = new Network(MAP, settings, 64).score(all, new float[all.size() * 2]);
        for (int at = 1; at < scores.length; at += OUTPUTS) {
            assertThat(scores[at]).isEqualTo(begun[at]).isNotEqualTo(learned[at]);
        }
    }

    /** Learns from {@code some}; {@code others} are in the step without a slope. */
    private static void learn(Network network, List<Example> some, List<Example> others) {
        List<Example> batch = new ArrayList<>(some);
        batch.addAll(others);
        network.score(batch, new float[batch.size() * 2]);
        float[] slopes = new float[batch.size() * OUTPUTS];
        for (int i = 0; i < some.size() * OUTPUTS; i++) {
            slopes[i] = (i % 7 - 3) / 20f;
        }
        network.learn(slopes, ALL);
    }

    private static void assertClose(Network one, Network other, float precision) {
        for (int r = 0; r < one.regions().size(); r++) {
            Region region = one.regions().get(r);
            if (!region.name().startsWith("decay")) {
                assertThat(other.regions().get(r).values())
                        .as(region.name())
                        .usingComparatorWithPrecision(precision)
                        .containsExactly(region.values());
            }
        }
    }

    static Stream<Arguments> steps() {
        Optimiser adaGrad = new Optimiser.AdaGrad(0.1, 1e-8, 1e-3);
        Optimiser adam = new Optimiser.Adam(0.01, 0.9, 0.99, 1e-8);
        return Stream.of(SGD, adaGrad, adam)
                .flatMap(optimiser -> Stream.of(Arguments.of(optimiser, 8), Arguments.of(optimiser, 64)));
    }

    /** The least of E (w x - x)^2 / 2 + 0.1 |w| is at 0.7 where E x^2 is a third. */
    @ParameterizedTest
    @MethodSource("steps")
    void aStrengthMeansTheSameAtAnyBatchSizeAndWithAnyOptimiser(Optimiser optimiser, int batch) {
        Regularisation regularisation = Regularisations.only(On.LINEAR, new Penalty(0.1, 0, 0));
        float[] linear = linearOfPlanted(optimiser, batch, regularisation, List.of(0));
        assertThat(linear[0]).isCloseTo(0.7f, within(0.08f));
    }

    @ParameterizedTest
    @MethodSource("models")
    void allThatIsRegularisedGetsSmaller(Sharing sharing, Regularisation regularisation) {
        ModelSettings settings = settings(sharing, ADAM, regularisation);
        Network network = new Network(MAP, settings, 64);
        List<Example> examples = Worlds.examples(48, 3);
        step(network, examples, ALL, 1);
        var before = NamedNumbers.of(network, MAP, settings);
        for (int i = 0; i < 400; i++) {
            network.score(examples, new float[96]);
            network.learn(new float[48 * OUTPUTS], ALL);
        }
        var after = NamedNumbers.of(network, MAP, settings);
        int grown = 0;
        int shrunk = 0;
        for (String name : before.keySet()) {
            boolean isParameter = !name.contains("state")
                    && !name.contains("slot 1")
                    && !name.contains("slot 2")
                    && !name.contains("slot 3")
                    && !name.startsWith("decay")
                    && !name.contains("bias");
            double then = Math.abs(Float.intBitsToFloat(before.get(name)));
            double now = Math.abs(Float.intBitsToFloat(after.get(name)));
            grown += isParameter && now > then + 0.5 ? 1 : 0;
            shrunk += isParameter && now < then ? 1 : 0;
        }
        assertThat(grown).isZero();
        assertThat(shrunk).isGreaterThan(200);
    }

    /** Of inputs that have to do with nothing, weights are exactly 0; of the one that matters they are not. */
    @Test
    void whatIsNoUseIsSwitchedOff() {
        Regularisation sparse = Regularisations.only(On.LINEAR, new Penalty(0.1, 0, 0));
        float[] linear = linearOfPlanted(SGD, 16, sparse, List.of(0, 1, 2));
        for (int output = 0; output < OUTPUTS; output++) {
            assertThat(linear[output * 3]).as("what matters, output %d", output).isGreaterThan(0.5f);
            assertThat(linear[output * 3 + 1])
                    .as("what does not, output %d", output)
                    .isZero();
        }
    }

    @Test
    void aGroupIsSwitchedOffForAllTasksOrForNone() {
        Regularisation group = Regularisations.only(On.LINEAR, new Penalty(0, 0, 0.1));
        float[] linear = linearOfPlanted(SGD, 16, group, List.of(0));
        for (int output = 0; output < OUTPUTS; output++) {
            assertThat(linear[output * 3]).as("kept for output %d", output).isNotZero();
            assertThat(linear[output * 3 + 1]).as("gone for output %d", output).isZero();
        }
        assertThat(linear[0]).isGreaterThan(0.5f);
    }

    /** The first number is the score of these tasks, the second one of none; what a linear model has learned. */
    private static float[] linearOfPlanted(
            Optimiser optimiser, int batch, Regularisation regularisation, List<Integer> tasks) {
        ModelSettings settings = new ModelSettings(
                        new Sharing.Hard(), List.of(), List.of(), true, optimiser, optimiser, 7)
                .with(regularisation);
        Network network = new Network(Worlds.map(), settings, 64);
        var random = new SplittableRandom(5);
        for (int step = 0; step < 1_000; step++) {
            List<Example> examples = Worlds.examples(batch, step);
            float[] numbers = new float[2 * batch];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextDouble(-1, 1);
            }
            float[] scores = network.score(examples, numbers);
            float[] slopes = new float[batch * OUTPUTS];
            for (int i = 0; i < slopes.length; i++) {
                boolean isDriven = tasks.contains(Math.min(2, i % OUTPUTS));
                double truth = isDriven ? numbers[i / OUTPUTS * 2] : random.nextDouble(-0.1, 0.1);
                slopes[i] = (float) ((scores[i] - truth) / batch);
            }
            network.learn(slopes, ALL);
        }
        return region(network, "linear").values();
    }

    private static Region region(Network network, String name) {
        return network.regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** At rate 1 a step of plain descent is the gradient itself. */
    @ParameterizedTest
    @MethodSource("models")
    void noGradientIsLongerThanTheClip(Sharing sharing, Regularisation regularisation) {
        Optimiser plain = new Optimiser.Sgd(1);
        double clip = 0.01;
        ModelSettings settings = settings(sharing, plain, new Regularisation(Collections.emptyMap(), clip));
        Network network = new Network(MAP, settings, 64);
        List<float[]> before = network.regions().stream()
                .map(region -> region.values().clone())
                .toList();
        step(network, Worlds.examples(20, 3), ALL, 1);
        Wiring wiring = Wiring.of(MAP, false);
        int at = 0;
        int clipped = 0;
        float[] layers = region(network, "layers").values();
        float[] old = before.get(network.regions().indexOf(region(network, "layers")));
        for (var block :
                settings.plan(wiring.plain(), wiring.encoded(), MAP.tasks()).blocks()) {
            double squares = 0;
            for (int end = at + block.length(); at < end; at++) {
                squares += Math.pow(layers[at] - old[at], 2);
            }
            assertThat(Math.sqrt(squares)).as(block.role()).isLessThan(clip * 1.001);
            clipped += Math.sqrt(squares) > clip * 0.999 ? 1 : 0;
        }
        assertThat(clipped).isPositive();
        assertThat(moved(before, network, "linear weights")).isCloseTo(clip * Math.sqrt(OUTPUTS), within(1e-4));
    }

    private static double moved(List<float[]> before, Network network, String name) {
        Region region = region(network, name);
        float[] old = before.get(network.regions().indexOf(region));
        double squares = 0;
        for (int i = 0; i < old.length; i++) {
            squares += Math.pow(region.values()[i] - old[i], 2);
        }
        return Math.sqrt(squares);
    }

    @Test
    void countsOfStepsGoFarBeyondWhatAFloatCanCount() {
        EmbeddingTable table = new EmbeddingTable("t", 4, 1, 0, new Optimiser.Sgd(1e-3), 7);
        RowDecay decay = new RowDecay(table, new Penalty(1e-6, 0, 0), new Optimiser.Sgd(1e-3), 1);
        int now = 4 * 2;
        decay.region().values()[now] = 200; // times 2^20 steps
        table.region().values()[1] = 1;
        stage(table, 0);
        decay.moved(new int[] {0}, new boolean[] {true});
        assertThat(Arrays.copyOfRange(decay.region().values(), now, now + 2)).containsExactly(200, 1);
        stage(table, 1);
        decay.pay();
        assertThat(table.parameters()[0]).isCloseTo(1 - 200 * (1 << 20) * 1e-9f, within(1e-6f));
    }

    private static void stage(EmbeddingTable table, int row) {
        table.begin(1);
        table.stage(new int[] {row}, 0, 1, new int[1], 0);
        table.gather();
    }
}

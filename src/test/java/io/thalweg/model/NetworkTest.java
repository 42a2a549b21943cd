package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.feature.Example;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Afters;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.Task;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
    private static final int ROWS = 9;
    private static final float H = 1e-3f;
    private static final boolean[] ALL = {true, true, true};
    private static final Optimiser PLAIN = new Optimiser.Sgd(1);

    static Stream<Arguments> worlds() {
        Stream<Arguments> alone = shapes().map(shape -> Arguments.of(shape, Worlds.tasks()));
        Stream<Arguments> following = shapes().filter(shape -> !shape.isLinear())
                .flatMap(shape -> Afters.full().stream().map(tasks -> Arguments.of(shape, tasks)));
        return Stream.concat(alone, following);
    }

    private static Stream<ModelSettings> shapes() {
        List<ModelSettings> shapes = new ArrayList<>();
        shapes.add(new ModelSettings(new Sharing.Hard(), List.of(), List.of(), true, PLAIN, PLAIN, 7));
        shapes.add(new ModelSettings(new Sharing.Hard(), List.of(), List.of(5), true, PLAIN, PLAIN, 7));
        for (Sharing sharing : Sharings.all()) {
            shapes.add(new ModelSettings(sharing, Sharings.layers(sharing), List.of(), false, PLAIN, PLAIN, 7));
            shapes.add(
                    new ModelSettings(sharing, List.of(8), Sharings.taskLayers(sharing, 5, 4), true, PLAIN, PLAIN, 7));
        }
        return shapes.stream();
    }

    /** A network, its examples, and a loss whose slopes are known: the sum of c * score for fixed random c. */
    private static final class Trial {
        private final List<Example> examples;
        private final float[] numbers = new float[ROWS * 2];
        private final float[] slopes;
        private final Network network;

        Trial(ModelSettings settings, List<Task> tasks, long seed) {
            examples = Worlds.examples(ROWS, seed);
            network = new Network(Worlds.map(tasks), settings, 64);
            slopes = new float[ROWS * network.outputs().count()];
            var random = new java.util.SplittableRandom(seed);
            for (int i = 0; i < slopes.length; i++) {
                slopes[i] = (float) random.nextDouble(-1, 1);
            }
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) random.nextDouble(-2, 2);
            }
        }

        double loss() {
            float[] scores = network.score(examples, numbers);
            double loss = 0;
            for (int i = 0; i < scores.length; i++) {
                loss += (double) slopes[i] * scores[i];
            }
            return loss;
        }

        List<float[]> values() {
            List<float[]> copy = new ArrayList<>();
            network.regions().forEach(region -> copy.add(region.values().clone()));
            return copy;
        }

        void restore(List<float[]> values) {
            for (int r = 0; r < values.size(); r++) {
                System.arraycopy(values.get(r), 0, network.regions().get(r).values(), 0, values.get(r).length);
            }
            network.restored();
        }
    }

    /**
     * Of several networks and sets of examples, since a rectifier whose input is within H of 0 has no slope to compare
     * with; and one that reads only silent units begins at its bias, which is 0.
     */
    @ParameterizedTest
    @MethodSource("worlds")
    void aStepGoesDownTheSlopeOfTheLossInEveryParameter(ModelSettings settings, List<Task> tasks) {
        int fewest = Integer.MAX_VALUE;
        for (int seed = 1; seed <= 40 && fewest > 0; seed++) {
            Trial trial = new Trial(seeded(settings, settings.seed() + seed), tasks, seed);
            fewest = Math.min(fewest, wrongSlopes(trial, settings, tasks));
        }
        assertThat(fewest).isZero();
    }

    private static int wrongSlopes(Trial trial, ModelSettings settings, List<Task> tasks) {
        Kept kept = Kept.of(settings, tasks);
        Duals duals = Duals.of(settings, tasks);
        List<float[]> before = trial.values();
        trial.loss();
        trial.network.learn(trial.slopes, ALL);
        List<float[]> after = trial.values();
        trial.restore(before);
        int checked = 0;
        int wrong = 0;
        for (int r = 0; r < before.size(); r++) {
            Region region = trial.network.regions().get(r);
            float[] live = region.values();
            for (int i = 0; i < live.length; i++) {
                double gradient = before.get(r)[i] - after.get(r)[i];
                if ((gradient != 0 || i % 97 == 0) && !kept.has(region.name(), i)) {
                    double slope = duals.slope(region.name(), i, at -> centralDifference(trial, live, at));
                    checked++;
                    wrong += Math.abs(gradient - slope) > 2e-2 * Math.max(1, Math.abs(slope)) ? 1 : 0;
                }
            }
        }
        assertThat(checked).isGreaterThan(30);
        return wrong;
    }

    private static double centralDifference(Trial trial, float[] live, int i) {
        float at = live[i];
        live[i] = at + H;
        trial.network.restored();
        double above = trial.loss();
        live[i] = at - H;
        trial.network.restored();
        double below = trial.loss();
        live[i] = at;
        trial.network.restored();
        return (above - below) / (2 * H);
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void anAbsentTaskKeepsEveryParameterOfItsOwnAndItsScoresDoNotLearn(ModelSettings shape, List<Task> tasks) {
        ModelSettings settings = with(shape, new Optimiser.Adam(0.05, 0.9, 0.99, 1e-8));
        Trial trial = new Trial(settings, tasks, 3);
        trial.loss();
        trial.network.learn(trial.slopes, ALL); // gives Adam some momentum to leak
        ScorePositions outputs = trial.network.outputs();
        float[] without = trial.slopes.clone();
        for (int row = 0; row < ROWS; row++) {
            without[row * outputs.count() + outputs.first()[1]] = 0;
        }
        float[] before = trial.network.score(trial.examples, trial.numbers);
        List<float[]> values = trial.values();
        trial.network.learn(without, new boolean[] {true, false, true});
        float[] after = trial.network.score(trial.examples, trial.numbers);
        boolean isAlone = tasks.equals(Worlds.tasks());
        if (isAlone && settings.sharing() instanceof Sharing.Independent || settings.isLinear()) {
            for (int row = 0; row < ROWS; row++) {
                int at = row * outputs.count() + outputs.first()[1];
                assertThat(after[at]).isEqualTo(before[at]);
            }
        }
        assertThat(changedRegions(values, trial)).isNotEmpty();
    }

    private static List<String> changedRegions(List<float[]> before, Trial trial) {
        List<String> changed = new ArrayList<>();
        for (int r = 0; r < before.size(); r++) {
            Region region = trial.network.regions().get(r);
            if (!Arrays.equals(before.get(r), region.values())) {
                changed.add(region.name());
            }
        }
        return changed;
    }

    @Test
    void aScoreDoesNotDependOnWhoElseIsInTheBatch() {
        Network network = new Network(Worlds.map(), Worlds.hard(Worlds.adaGrad()), 64);
        List<Example> examples = Worlds.examples(40, 11);
        float[] numbers = new float[80];
        int outputs = network.outputs().count();
        float[] together = network.score(examples, numbers);
        for (int row = 0; row < examples.size(); row++) {
            float[] alone = network.score(List.of(examples.get(row)), new float[2]);
            assertThat(alone).isEqualTo(Arrays.copyOfRange(together, row * outputs, (row + 1) * outputs));
        }
    }

    private static String sha256(ModelSettings settings, int largestBatch) {
        return new Candidates(Worlds.map(), settings, largestBatch).parametersSha256();
    }

    @Test
    void theSameSeedGivesTheSameModelAndAnotherSeedAnother() {
        var settings = Worlds.hard(Worlds.adaGrad());
        String one = sha256(settings, 64);
        String again = sha256(settings, 12);
        var other = new ModelSettings(
                settings.sharing(),
                settings.shared(),
                settings.task(),
                true,
                settings.optimiser(),
                settings.optimiser(),
                8);
        assertThat(again).isEqualTo(one);
        assertThat(sha256(other, 64)).isNotEqualTo(one);
    }

    @Test
    void meanPoolingMakesOrderAndLengthOfEqualItemsImmaterial() {
        Network network = new Network(Worlds.map(), Worlds.hard(Worlds.adaGrad()), 64);
        Example example = Worlds.examples(1, 1).get(0);
        float[] once = network.score(List.of(history(example, 7)), new float[2]);
        float[] twice = network.score(List.of(history(example, 7, 7)), new float[2]);
        float[] other = network.score(List.of(history(example, 7, 8)), new float[2]);
        float[] swapped = network.score(List.of(history(example, 8, 7)), new float[2]);
        assertThat(twice).usingComparatorWithPrecision(1e-6f).containsExactly(once);
        assertThat(swapped).usingComparatorWithPrecision(1e-6f).containsExactly(other);
        assertThat(other[0]).isNotCloseTo(once[0], within(1e-7f));
    }

    private static Example history(Example example, int... buckets) {
        return new Example(
                example.layout(),
                example.key(),
                example.time(),
                example.source(),
                example.categories(),
                new int[][] {buckets},
                example.numbers(),
                example.tasks(),
                example.labels(),
                example.weights());
    }

    private static ModelSettings seeded(ModelSettings shape, long seed) {
        return new ModelSettings(
                shape.sharing(),
                shape.shared(),
                shape.task(),
                shape.wide(),
                shape.optimiser(),
                shape.wideOptimiser(),
                seed);
    }

    private static ModelSettings with(ModelSettings shape, Optimiser optimiser) {
        return new ModelSettings(
                shape.sharing(), shape.shared(), shape.task(), shape.wide(), optimiser, optimiser, shape.seed());
    }
}

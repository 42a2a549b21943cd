package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.balance.PcGrad;
import io.thalweg.balance.TaskWeights;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.Plan;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One way back for each task comes to what one way back for all does, and can be weighed in between. */
class TaskGradientsTest {
    private static final int ROWS = 20;
    private static final boolean[] ALL = {true, true, true};
    private static final Optimiser PLAIN = new Optimiser.Sgd(1);
    private static final double[] ONES = {1, 1, 1};

    static Stream<ModelSettings> models() {
        return Sharings.all().stream()
                .flatMap(sharing -> Stream.of(
                        new ModelSettings(sharing, Sharings.layers(sharing), List.of(), true, PLAIN, PLAIN, 7),
                        new ModelSettings(
                                sharing, List.of(8), Sharings.taskLayers(sharing, 5), false, PLAIN, PLAIN, 7)))
                .map(settings -> settings.with(new PcGrad(1)));
    }

    static Stream<ModelSettings> withSharedLayers() {
        return models().filter(settings -> settings.sharesLayers(Worlds.tasks()));
    }

    private static List<float[]> step(
            ModelSettings settings, boolean[] present, @Nullable Function<double[][], TaskWeights> weigh) {
        return step(settings, present, present, weigh);
    }

    /** What one task asks of all that the present ones move. */
    private static List<float[]> gradient(ModelSettings settings, int task) {
        return step(settings, ALL, only(task), null);
    }

    /**
     * By how much each number of a region goes down in one step of plain descent, which is its gradient; 0 for those
     * that no gradient moves.
     *
     * @param loud whose slopes are not 0
     */
    private static List<float[]> step(
            ModelSettings settings,
            boolean[] present,
            boolean[] loud,
            @Nullable Function<double[][], TaskWeights> weigh) {
        Network network = new Network(Worlds.map(), settings, ROWS);
        List<float[]> moved = new ArrayList<>();
        network.regions().forEach(region -> moved.add(region.values().clone()));
        var random = new SplittableRandom(3);
        float[] numbers = new float[ROWS * 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-2, 2);
        }
        network.score(Worlds.examples(ROWS, 3), numbers);
        ScorePositions outputs = network.outputs();
        float[] slopes = new float[ROWS * outputs.count()];
        for (int i = 0; i < slopes.length; i++) {
            float slope = (float) random.nextDouble(-1, 1);
            slopes[i] = loud[outputs.tasksOf(new int[] {i % outputs.count()})[0]] ? slope : 0;
        }
        if (weigh == null) {
            network.learn(slopes, present);
        } else {
            network.descend(slopes, present, weigh, spread -> spread);
            network.step(present);
        }
        Kept kept = Kept.of(settings);
        for (int r = 0; r < moved.size(); r++) {
            Region region = network.regions().get(r);
            float[] after = region.values();
            for (int i = 0; i < after.length; i++) {
                moved.get(r)[i] = kept.has(region.name(), i) ? 0 : moved.get(r)[i] - after[i];
            }
        }
        return moved;
    }

    private static boolean[] only(int task) {
        boolean[] only = new boolean[3];
        only[task] = true;
        return only;
    }

    @ParameterizedTest
    @MethodSource("models")
    void evenWeightsAreTheWayBackForAll(ModelSettings settings) {
        for (boolean[] present : new boolean[][] {ALL, {true, false, true}, only(2)}) {
            List<float[]> together = step(settings, present, null);
            List<float[]> apart = step(settings, present, gram -> TaskWeights.even(3));
            for (int r = 0; r < together.size(); r++) {
                assertThat(apart.get(r)).usingComparatorWithPrecision(2e-5f).containsExactly(together.get(r));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theGramMatrixIsThatOfTheSharedLayers(ModelSettings settings) {
        List<float[]> gradients = new ArrayList<>();
        for (int task = 0; task < 3; task++) {
            gradients.add(shared(settings, gradient(settings, task)));
        }
        double[][][] seen = new double[1][][];
        step(settings, ALL, gram -> {
            seen[0] = gram;
            return TaskWeights.even(3);
        });
        for (int task = 0; task < 3; task++) {
            for (int other = 0; other < 3; other++) {
                double product = 0;
                for (int i = 0; i < gradients.get(task).length; i++) {
                    product += (double) gradients.get(task)[i] * gradients.get(other)[i];
                }
                assertThat(seen[0][task][other]).isCloseTo(product, within(1e-4 * (1 + Math.abs(product))));
            }
        }
    }

    /** The shared ones among the numbers of the layers. */
    private static float[] shared(ModelSettings settings, List<float[]> moved) {
        float[] layers = moved.get(layersAt(settings));
        float[] shared = new float[layers.length];
        Plan plan = settings.plan(Wiring.of(Worlds.map(), false).inputs(), Worlds.tasks());
        int at = 0;
        for (Block block : plan.blocks()) {
            if (Users.several(Blocks.users(plan, plan.users(), block))) {
                System.arraycopy(layers, at, shared, at, block.length());
            }
            at += block.length();
        }
        return shared;
    }

    private static int layersAt(ModelSettings settings) {
        List<Region> regions = new Network(Worlds.map(), settings, ROWS).regions();
        return regions.stream().map(Region::name).toList().indexOf("layers");
    }

    @ParameterizedTest
    @MethodSource("withSharedLayers")
    void whatIsATasksOwnDoesNotNoticeTheWeightsOfWhatIsShared(ModelSettings settings) {
        List<float[]> even = step(settings, ALL, gram -> TaskWeights.even(3));
        List<float[]> silent = step(settings, ALL, gram -> new TaskWeights(new double[3], ONES));
        int own = 0;
        int still = 0;
        for (int r = 0; r < even.size(); r++) {
            for (int i = 0; i < even.get(r).length; i++) {
                float moved = silent.get(r)[i];
                assertThat(moved == even.get(r)[i] || moved == 0).isTrue();
                own += moved != 0 ? 1 : 0;
                still += moved == 0 && even.get(r)[i] != 0 ? 1 : 0;
            }
        }
        assertThat(own).isGreaterThan(20);
        assertThat(still).isGreaterThan(5); // before heads that begin at 0 all is still
    }

    @ParameterizedTest
    @MethodSource("models")
    void weightsMultiplyWhatEachTaskAsksFor(ModelSettings settings) {
        double[] weights = {2, -0.5, 0};
        List<List<float[]>> alone = List.of(gradient(settings, 0), gradient(settings, 1), gradient(settings, 2));
        List<float[]> together = step(settings, ALL, gram -> new TaskWeights(weights, weights));
        for (int r = 0; r < together.size(); r++) {
            float[] sum = new float[together.get(r).length];
            for (int task = 0; task < 3; task++) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += (float) weights[task] * alone.get(task).get(r)[i];
                }
            }
            assertThat(together.get(r)).usingComparatorWithPrecision(5e-5f).containsExactly(sum);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void anAbsentTaskHasNoPartInTheGramMatrix(ModelSettings settings) {
        step(settings, new boolean[] {true, false, true}, gram -> {
            assertThat(gram[1]).containsOnly(0);
            assertThat(Arrays.stream(gram).mapToDouble(row -> row[1])).containsOnly(0.0);
            return TaskWeights.even(3);
        });
    }

    @Test
    void whoDoesNotReadGradientsDoesNotPayForThem() {
        ModelSettings settings = Worlds.hard(PLAIN);
        assertThatThrownBy(() -> step(settings, ALL, gram -> TaskWeights.even(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the balance is one that does not read gradients");
    }
}

package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Soft;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where towers come to rest that are drawn to each other, each task's loss being a parabola. */
class CouplingTest {
    private static final List<String> TASKS = List.of("click", "dwell", "stars");
    private static final double STRENGTH = 0.3;
    private static final double[] CURVATURES = {0.5, 1, 3};
    private static final double[] GOALS = {-2, 1, 5};

    private final SplittableRandom random = new SplittableRandom(8);

    /** One layer for each task, reading one number: weights and biases have the same parabola. */
    private static Graph graph(Soft.Coupling coupling) {
        Soft soft = new Soft(coupling);
        Optimiser sgd = new Optimiser.Sgd(0.05);
        Plan plan = Plan.of(soft, new Plan.Extent(1, TASKS, List.of(1, 1, 1), List.of(2), List.of()));
        return new Graph(
                plan,
                List.of("price"),
                new ModelSettings(soft, List.of(2), List.of(), false, sgd, sgd, 7),
                Ladder.upTo(12));
    }

    private static List<PlacedBlock> towers(Graph graph) {
        return graph.blocks().placed().stream()
                .filter(block ->
                        block.block().role().equals("tower") && block.block().owner() >= 0)
                .toList();
    }

    /** The towers' numbers behind many steps in which each task is present by its chance. */
    private double[] rest(Graph graph, Soft.Coupling coupling, double[] chances) {
        Parameters parameters = graph.blocks().parameters();
        Bond bond = Binding.bond(
                coupling.tie(towers(graph).stream().map(PlacedBlock::block).toList()), graph.blocks());
        boolean[] present = new boolean[TASKS.size()];
        for (int step = 0; step < 20_000; step++) {
            Arrays.fill(parameters.gradient(), 0);
            for (int task = 0; task < present.length; task++) {
                present[task] = random.nextDouble() < chances[task];
                PlacedBlock tower = towers(graph).get(task);
                for (int i = tower.at(); i < tower.end() && present[task]; i++) {
                    parameters.gradient()[i] =
                            (float) (CURVATURES[task] * (parameters.values()[i] - GOALS[task]));
                }
            }
            bond.pull(present);
            graph.blocks().step(present, Pace.USUAL);
            bond.settle(present);
        }
        return towers(graph).stream()
                .mapToDouble(tower -> parameters.values()[tower.at() + 1])
                .toArray();
    }

    private static final double[] EVEN = {1, 1, 1};

    /** Of the sum of parabolas and {@code pull |theta_t - mean|^2}, for each task as often as its weight says. */
    private static double[] best(double pull, double[] weights) {
        double weight = 0;
        double mean = 0;
        for (int task = 0; task < GOALS.length; task++) {
            double share = weights[task] * CURVATURES[task] * 2 * pull / (CURVATURES[task] + 2 * pull);
            weight += share;
            mean += share * GOALS[task];
        }
        double middle = mean / weight;
        double[] best = new double[GOALS.length];
        Arrays.setAll(
                best, task -> (CURVATURES[task] * GOALS[task] + 2 * pull * middle) / (CURVATURES[task] + 2 * pull));
        return best;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 0.5, 0.1", "0.3, 0.02, 1"})
    void everyWayFindsTheLeastOfItsPenalty(double one, double two, double three) {
        double[] chances = {one, two, three};
        List<Soft.Coupling> even = List.of(
                new Soft.Admm(STRENGTH, 0.6, 5, 0),
                new Soft.Admm(STRENGTH, 2, 1, 0),
                new Soft.Pairwise(STRENGTH / TASKS.size()));
        for (Soft.Coupling coupling : even) {
            assertThat(rest(graph(coupling), coupling, chances))
                    .as("%s", coupling)
                    .containsExactly(best(STRENGTH, EVEN), within(2e-3));
        }
        Soft.Coupling mean = new Soft.Mean(STRENGTH); // a mean of those that come, as often as they do
        assertThat(rest(graph(mean), mean, chances)).containsExactly(best(STRENGTH, chances), within(0.1));
    }

    @Test
    void consensusEndsWithOneTower() {
        Soft.Coupling consensus = Soft.Admm.consensus(0.6, 5, 0);
        double[] towers = rest(graph(consensus), consensus, new double[] {1, 0.5, 0.1});
        assertThat(towers).containsExactly(best(1e9, EVEN), within(2e-3));
    }

    /** A dual that leaks rests at u = kept/(1 - kept) (theta_t - theta_s), and draws by as much less. */
    @Test
    void aLeakLetsTowersGoTheirWay() {
        double rho = 0.2;
        double way = rho / (2 * STRENGTH);
        double kept = (1 - 0.3) / (1 + way);
        Soft.Coupling leaking = new Soft.Admm(STRENGTH, rho, 5, 0.3);
        double pull = rho / 2 * (1 + (1 - way) * kept / (1 - kept));
        assertThat(pull).isBetween(STRENGTH / 3, STRENGTH * 2 / 3);
        assertThat(rest(graph(leaking), leaking, EVEN)).containsExactly(best(pull, EVEN), within(2e-3));
    }

    @Test
    void towersBeginAlikeAndTheirMeanWithThem() {
        Graph graph = graph(new Soft.Mean(STRENGTH));
        float[] values = graph.blocks().parameters().values();
        List<PlacedBlock> all = graph.blocks().placed().stream()
                .filter(block -> block.block().role().equals("tower"))
                .toList();
        assertThat(all).hasSize(4);
        assertThat(all)
                .extracting(block -> Arrays.toString(Arrays.copyOfRange(values, block.at(), block.end())))
                .containsOnly(Arrays.toString(
                        Arrays.copyOfRange(values, all.get(0).at(), all.get(0).end())));
        assertThat(values[all.get(0).at()]).isNotZero();
    }
}

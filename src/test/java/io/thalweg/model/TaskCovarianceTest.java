package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Relation;
import io.thalweg.sharing.Tie;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskCovarianceTest {
    private static final List<String> TASKS = List.of("click", "dwell", "buy", "stars");
    private static final boolean[] ALL = {true, true, true, true};
    private static final boolean[] ALL_BUT_BUY = {true, true, false, true};
    private static final Relation RELATION = new Relation(new Relation.Covariance(0.5, 4, 8));
    private static final Optimiser SGD = new Optimiser.Sgd(1);

    private final Plan plan = Plan.of(RELATION, new Plan.Extent(1, TASKS, List.of(1, 1, 1, 3), List.of(2), List.of()));
    private final Graph graph = new Graph(
            plan,
            List.of("price"),
            new ModelSettings(RELATION, List.of(2), List.of(), false, SGD, SGD, 7),
            Ladder.upTo(12));
    private final Bond bond = Binding.bond(plan.ties().get(0), graph.blocks());

    private PlacedBlock head(int task) {
        return graph.blocks()
                .placed(((Tie.Covariance) plan.ties().get(0)).holds().get(task));
    }

    private void setHead(int task, float... weights) {
        System.arraycopy(
                weights, 0, graph.blocks().parameters().values(), head(task).at(), weights.length);
    }

    private double relation(String task, String other) {
        return graph.shares(TASKS).get("relation of " + task).get(other);
    }

    private void steps(int count, boolean[] present) {
        for (int step = 0; step < count; step++) {
            bond.settle(present);
        }
    }

    @Test
    void untilTasksHaveLearnedEnoughNothingIsRelated() {
        setHead(0, 1, 2, 5);
        setHead(1, 1, 2, 5);
        steps(7, ALL);
        assertThat(relation("click", "dwell")).isZero();
        steps(1, ALL);
        assertThat(relation("click", "dwell")).isGreaterThan(0.8);
    }

    @Test
    void whoHasNotLearnedEnoughStandsAside() {
        setHead(0, 1, 2, 0);
        setHead(1, -1, -2, 9);
        setHead(2, 1, 2, 0);
        steps(8, ALL_BUT_BUY);
        assertThat(relation("click", "dwell")).isLessThan(-0.8); // biases have no part in it
        assertThat(relation("click", "buy")).isZero();
        assertThat(relation("buy", "dwell")).isZero();
        steps(8, ALL);
        assertThat(relation("click", "buy")).isGreaterThan(0.8);
    }

    @Test
    void tasksOfSeveralScoresAreRelatedToNobody() {
        assertThat(graph.shares(TASKS)).containsOnlyKeys("relation of click", "relation of dwell", "relation of buy");
        assertThat(graph.shares(TASKS).get("relation of buy")).containsOnlyKeys("click", "dwell");
    }

    /** With Omega = I/T it is a decay of T times the strength. */
    @Test
    void unrelatedHeadsPayForTheirOwnLength() {
        setHead(0, 1, 2, 5);
        setHead(1, 7, 7, 7);
        float[] gradient = graph.blocks().parameters().gradient();
        Arrays.fill(gradient, 10);
        bond.pull(new boolean[] {true, false, true, true});
        PlacedBlock head = head(0);
        assertThat(Arrays.copyOfRange(gradient, head.at(), head.end()))
                .containsExactly(new float[] {10 + 1.5f, 10 + 3, 10}, within(1e-5f));
        PlacedBlock absent = head(1);
        assertThat(Arrays.copyOfRange(gradient, absent.at(), absent.end())).containsOnly(10);
    }

    /** Two that were alike are drawn to each other, and more so than their sum is drawn to 0. */
    @Test
    void relatedHeadsPayForTheirDifference() {
        setHead(0, 1, 2, 0);
        setHead(1, 1, 2, 0);
        setHead(2, 2, -1, 0);
        steps(8, ALL);
        setHead(0, 1, 2, 0);
        setHead(1, -1, -2, 0);
        Arrays.fill(graph.blocks().parameters().gradient(), 0);
        bond.pull(ALL);
        float apart = graph.blocks().parameters().gradient()[head(0).at()];
        setHead(1, 1, 2, 0);
        Arrays.fill(graph.blocks().parameters().gradient(), 0);
        bond.pull(ALL);
        float together = graph.blocks().parameters().gradient()[head(0).at()];
        assertThat(together).isPositive();
        assertThat(apart).isGreaterThan(5 * together);
    }
}

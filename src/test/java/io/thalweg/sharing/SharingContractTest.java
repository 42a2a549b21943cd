package io.thalweg.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.scenario.Sharings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every plan must be, whoever draws it. */
class SharingContractTest {
    private static final int INPUTS = 9;
    private static final List<String> TASKS = List.of("click", "stars", "dwell");
    private static final List<Integer> OUTPUTS = List.of(1, 4, 1);

    static Stream<Sharing> sharings() {
        return Sharings.all().stream();
    }

    private static Plan plan(Sharing sharing, List<Integer> shared, List<Integer> task) {
        return Plan.of(sharing, new Plan.Extent(INPUTS, TASKS, OUTPUTS, shared, task));
    }

    private static Plan plan(Sharing sharing) {
        return plan(sharing, Sharings.layers(sharing), Sharings.taskLayers(sharing, 5));
    }

    @Test
    void noSharingEscapesThisContract() {
        assertThat(sharings().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Sharing.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("sharings")
    void eachTaskHasScoresOfItsOwnWidth(Sharing sharing) {
        Plan plan = plan(sharing);
        for (int task = 0; task < OUTPUTS.size(); task++) {
            int position = task;
            assertThat(plan.scores().stream().filter(score -> score.task() == position))
                    .isNotEmpty()
                    .allSatisfy(score -> assertThat(score.from().width()).isEqualTo(OUTPUTS.get(position)));
        }
    }

    /** So that parts can be computed one after the other, and every signal is made once. */
    @ParameterizedTest
    @MethodSource("sharings")
    void whatAPartReadsIsMadeBeforeIt(Sharing sharing) {
        for (List<Integer> task : List.of(List.<Integer>of(), Sharings.taskLayers(sharing, 5, 4))) {
            Plan plan = plan(sharing, List.of(8), task);
            List<Plan.Signal> made = new ArrayList<>();
            plan.parts().forEach(part -> {
                assertThat(made).containsAll(part.reads()).doesNotContain(part.to());
                made.add(part.to());
            });
            assertThat(made).containsExactlyInAnyOrderElementsOf(plan.signals());
        }
    }

    @ParameterizedTest
    @MethodSource("sharings")
    void nothingIsMadeThatNoTaskUses(Sharing sharing) {
        assertThat(List.of(plan(sharing).users()))
                .allSatisfy(users -> assertThat(users).contains(true));
    }

    /** What is a task's own moves with the task: it would never learn if it did not serve it. */
    @ParameterizedTest
    @MethodSource("sharings")
    void whatATaskOwnsServesIt(Sharing sharing) {
        Plan plan = plan(sharing);
        boolean[][] users = plan.users();
        plan.parts()
                .forEach(part -> part.blocks().stream()
                        .filter(block -> block.owner() >= 0)
                        .forEach(block -> assertThat(users[part.to().index()][block.owner()])
                                .as("%s", block)
                                .isTrue()));
    }

    /** Behind the last part that tasks share, no task's scores depend on what is another's. */
    @ParameterizedTest
    @MethodSource("sharings")
    void headsAreTheTasksOwn(Sharing sharing) {
        Plan plan = plan(sharing);
        boolean[][] users = plan.users();
        for (Part.Dense dense : plan.only(Part.Dense.class)) {
            boolean[] of = users[dense.to().index()];
            if (dense.weights().role().equals("head")) {
                assertThat(IntStream.range(0, of.length).filter(task -> of[task]))
                        .containsExactly(dense.weights().owner());
            }
        }
    }

    /** Initial values are drawn by these names, and an older model's weights are found by them. */
    @ParameterizedTest
    @MethodSource("sharings")
    void noTwoBlocksHaveOneName(Sharing sharing) {
        assertThat(plan(sharing).blocks().stream()
                        .map(block -> block.role() + '/' + block.owner() + '/' + block.depth()))
                .doesNotHaveDuplicates();
    }

    /** But of heads that are made of others, for which the configuration refuses it. */
    static Stream<Sharing> sharingsOfOwnHeads() {
        return sharings().filter(sharing -> !(sharing instanceof Relation || sharing instanceof Kernel));
    }

    static Stream<Arguments> starts() {
        return sharingsOfOwnHeads()
                .flatMap(sharing -> Stream.of(new Newcomers.Reptile(1, 0.5), new Newcomers.Maml(1, 1))
                        .map(newcomers -> Arguments.of(sharing, newcomers)));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void everyTasksOwnLayersHaveOneStartToBeginFrom(Sharing sharing, Newcomers newcomers) {
        Plan plan = Plan.of(sharing, extent(sharing), newcomers);
        assertThat(plan.blocks().stream().map(block -> block.role() + '/' + block.owner() + '/' + block.depth()))
                .doesNotHaveDuplicates();
        List<Tie> beginnings =
                plan.ties().stream().filter(tie -> tie.beginning().isPresent()).toList();
        assertThat(beginnings.stream().flatMap(tie -> tie.holds().stream()))
                .containsAll(plan.blocks().stream()
                        .filter(block -> block.role().equals("head") && !block.isKept())
                        .toList());
    }

    /** A mean of parameters means something only where the units that they belong to are the same ones. */
    @ParameterizedTest
    @MethodSource("sharingsOfOwnHeads")
    void layersThatAStartIsAMeanOfBeginThere(Sharing sharing) {
        Plan plan = Plan.of(sharing, extent(sharing), new Newcomers.Reptile(1, 0.5));
        List<Tie> beginnings =
                plan.ties().stream().filter(tie -> tie.beginning().isPresent()).toList();
        for (Tie tie : beginnings) {
            Start start = tie.beginning().orElseThrow().start();
            assertThat(tie.holds())
                    .isNotEmpty()
                    .allSatisfy(block -> assertThat(block.start()).isEqualTo(start));
        }
        assertThat(beginnings).isNotEmpty();
    }

    private static Plan.Extent extent(Sharing sharing) {
        return new Plan.Extent(INPUTS, TASKS, OUTPUTS, Sharings.layers(sharing), Sharings.taskLayers(sharing, 5));
    }

    @Test
    void hardSharingHasOneTrunkAndIndependenceOneForEachTask() {
        assertThat(plan(new Sharing.Hard()).owners()).containsExactly(Plan.SHARED);
        assertThat(plan(new Sharing.Independent()).owners()).containsExactly(0, 1, 2);
    }
}

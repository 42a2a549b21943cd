package io.thalweg.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.scenario.Sharings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every plan must be, whoever draws it. */
class SharingContractTest {
    private static final int INPUTS = 9;
    private static final List<Integer> OUTPUTS = List.of(1, 4, 1);

    static Stream<Sharing> sharings() {
        return Sharings.all().stream();
    }

    private static Plan plan(Sharing sharing, List<Integer> shared, List<Integer> task) {
        return Plan.of(sharing, new Plan.Extent(INPUTS, OUTPUTS, shared, task));
    }

    private static Plan plan(Sharing sharing) {
        return plan(sharing, List.of(8, 6), List.of(5));
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
        for (List<Integer> task : List.of(List.<Integer>of(), List.of(5, 4))) {
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

    /** What is a task's own may be left alone when the task is absent, and only then. */
    @ParameterizedTest
    @MethodSource("sharings")
    void whatATaskOwnsServesNoOther(Sharing sharing) {
        Plan plan = plan(sharing);
        boolean[][] users = plan.users();
        plan.only(Plan.Dense.class).stream().filter(dense -> dense.owner() >= 0).forEach(dense -> {
            boolean[] of = users[dense.to().index()];
            assertThat(IntStream.range(0, of.length).filter(task -> of[task]))
                    .as("%s", dense)
                    .containsExactly(dense.owner());
        });
    }

    /** Initial values are drawn by these names, and an older model's weights are found by them. */
    @ParameterizedTest
    @MethodSource("sharings")
    void noTwoLayersHaveOneName(Sharing sharing) {
        assertThat(plan(sharing).only(Plan.Dense.class).stream()
                        .map(dense -> dense.role() + '/' + dense.owner() + '/' + dense.depth()))
                .doesNotHaveDuplicates();
    }

    @Test
    void hardSharingHasOneTrunkAndIndependenceOneForEachTask() {
        assertThat(plan(new Sharing.Hard()).owners()).containsExactly(Plan.SHARED);
        assertThat(plan(new Sharing.Independent()).owners()).containsExactly(0, 1, 2);
    }
}

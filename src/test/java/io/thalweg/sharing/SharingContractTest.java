package io.thalweg.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SharingContractTest {
    static Stream<Sharing> sharings() {
        return Stream.of(new Sharing.Independent(), new Sharing.Hard());
    }

    @Test
    void noSharingEscapesThisContract() {
        assertThat(sharings().map(Object::getClass)).containsExactlyInAnyOrder(Sharing.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("sharings")
    void eachTaskIsInExactlyOneBranch(Sharing sharing) {
        for (int tasks : new int[] {1, 2, 3, 17}) {
            assertThat(sharing.branches(tasks).stream().flatMap(List::stream))
                    .as("%s with %d tasks", sharing, tasks)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, tasks).boxed().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("sharings")
    void branchesAreNotEmptyAndAscending(Sharing sharing) {
        assertThat(sharing.branches(5))
                .allSatisfy(branch -> assertThat(branch).isNotEmpty().isSorted());
    }

    @ParameterizedTest
    @MethodSource("sharings")
    void aTaskGoesOnInTheBranchThatWasItsOwn(Sharing sharing) {
        int[] origins = {-1, 2, 0}; // a new task, the third of before, the first of before
        List<List<Integer>> before = sharing.branches(3);
        List<List<Integer>> after = sharing.branches(3);
        int[] branches = sharing.origins(origins);
        assertThat(branches).hasSize(after.size());
        for (int branch = 0; branch < branches.length; branch++) {
            for (int task : after.get(branch)) {
                if (origins[task] >= 0) {
                    assertThat(before.get(branches[branch])).contains(origins[task]);
                }
            }
        }
    }

    @Test
    void onlyWithNothingSharedDoesANewTaskHaveANewBranch() {
        assertThat(new Sharing.Hard().origins(new int[] {-1, -1})).containsExactly(0);
        assertThat(new Sharing.Independent().origins(new int[] {-1, 0})).containsExactly(-1, 0);
    }

    @Test
    void hardSharingIsOneBranchAndIndependenceOneForEachTask() {
        assertThat(new Sharing.Hard().branches(4)).hasSize(1);
        assertThat(new Sharing.Independent().branches(4)).hasSize(4);
    }
}

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

    @Test
    void hardSharingIsOneBranchAndIndependenceOneForEachTask() {
        assertThat(new Sharing.Hard().branches(4)).hasSize(1);
        assertThat(new Sharing.Independent().branches(4)).hasSize(4);
    }
}

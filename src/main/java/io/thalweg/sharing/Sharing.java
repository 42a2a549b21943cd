package io.thalweg.sharing;

import java.util.List;
import java.util.stream.IntStream;

/** Which parameters the tasks have in common. */
public sealed interface Sharing {
    /**
     * Groups of tasks, by position, that have embeddings and trunk in common; each task is in one group and has a head
     * of its own.
     */
    List<List<Integer>> branches(int tasks);

    /**
     * For each branch, which one it goes on from when tasks have come, gone or moved; -1 for a new one.
     *
     * @param tasks for each task its position before, or -1 for a new one
     */
    int[] origins(int[] tasks);

    /** Nothing: a network for each task, as wide and deep as the shared one would be. The baseline to beat. */
    record Independent() implements Sharing {
        @Override
        public List<List<Integer>> branches(int tasks) {
            return IntStream.range(0, tasks).mapToObj(List::of).toList();
        }

        /** Each task takes its own along. */
        @Override
        public int[] origins(int[] tasks) {
            return tasks.clone();
        }
    }

    /** One trunk for all tasks, a head for each (Caruana 1997). */
    record Hard() implements Sharing {
        @Override
        public List<List<Integer>> branches(int tasks) {
            return List.of(IntStream.range(0, tasks).boxed().toList());
        }

        /** The trunk stays, whoever shares it. */
        @Override
        public int[] origins(int[] tasks) {
            return new int[] {0};
        }
    }
}

package io.thalweg.model;

import io.thalweg.task.Task;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where each task's raw scores stand among all scores of an example.
 *
 * @param first position of each task's first score
 * @param count how many scores in all
 */
public record ScorePositions(int[] first, int count) {
    /** One after the other, in configuration order. */
    public static ScorePositions of(List<Task> tasks) {
        int[] first = new int[tasks.size()];
        int next = 0;
        for (int task = 0; task < first.length; task++) {
            first[task] = next;
            next += tasks.get(task).loss().outputs();
        }
        return new ScorePositions(first, next);
    }

    int end(int task) {
        return task + 1 < first.length ? first[task + 1] : count;
    }

    int[] ofTasks(List<Integer> tasks) {
        return tasks.stream()
                .flatMapToInt(task -> IntStream.range(first[task], end(task)))
                .toArray();
    }

    int[] tasksOf(int[] outputs) {
        return IntStream.of(outputs).map(this::taskOf).toArray();
    }

    private int taskOf(int output) {
        int task = 0;
        while (end(task) <= output) {
            task++;
        }
        return task;
    }
}

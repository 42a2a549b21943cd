package io.thalweg.model;

import io.thalweg.feature.Origins;
import io.thalweg.sharing.Plan;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the parts of a network stood in the network before it: a position there, or -1 for what is new. Made once, and
 * the only thing that each part needs to copy itself.
 *
 * @param outputs of each score among all scores
 * @param inputs of each column of a branch's input, without the column of ones
 * @param numbers of each numeric feature
 * @param tasks of each task
 */
record Inheritance(int[] outputs, int[] inputs, int[] numbers, int[] tasks) {
    private static final int NOBODY = -2;

    /** A network's arrangement: what stands where. */
    record Arrangement(ScorePositions outputs, Wiring wiring) {}

    static Inheritance of(Arrangement before, Arrangement after, Origins origins) {
        return new Inheritance(
                outputs(before.outputs(), after.outputs(), origins.tasks()),
                inputs(before.wiring(), after.wiring(), origins),
                origins.numbers(),
                origins.tasks());
    }

    /** Whose a part of this owner was, in the terms of {@link Plan}; no owner of then for a new task. */
    int owner(int owner) {
        if (owner == Plan.SHARED) {
            return Plan.SHARED;
        }
        return tasks[owner] < 0 ? NOBODY : tasks[owner];
    }

    /** Whether a task was not there. */
    boolean isNew(int task) {
        return tasks[task] < 0;
    }

    /** Within a network: what is one task's own becomes what is another one's. */
    static Inheritance ofLike(int task, int like, Arrangement both) {
        int[] tasks = nowhere(both.outputs().first().length);
        tasks[task] = like;
        return new Inheritance(
                outputs(both.outputs(), both.outputs(), tasks),
                unmoved(both.wiring().inputs()),
                unmoved(both.wiring().numbers()),
                tasks);
    }

    private static int[] outputs(ScorePositions before, ScorePositions after, int[] tasks) {
        int[] outputs = nowhere(after.count());
        for (int task = 0; task < tasks.length; task++) {
            if (tasks[task] >= 0) {
                int from = before.first()[tasks[task]];
                fill(outputs, after.first()[task], from, after.end(task) - after.first()[task]);
            }
        }
        return outputs;
    }

    private static int[] inputs(Wiring before, Wiring after, Origins origins) {
        int[] inputs = nowhere(after.inputs());
        for (int slot = 0; slot < after.slots().size(); slot++) {
            int origin = origins.slots()[slot];
            if (origin >= 0) {
                Wiring.Slot own = after.slots().get(slot);
                fill(inputs, own.column(), before.slots().get(origin).column(), own.width());
            }
        }
        for (Wiring.Stretch stretch : after.stretches()) {
            numbers(before, stretch, origins.numbers(), inputs);
        }
        return inputs;
    }

    /** What is made of an image stands and falls with its first number. */
    private static void numbers(Wiring before, Wiring.Stretch stretch, int[] origins, int[] inputs) {
        boolean isEncoded = stretch.encoded() >= 0;
        for (int i = 0; i < (isEncoded ? 1 : stretch.count()); i++) {
            int origin = origins[stretch.first() + i];
            if (origin >= 0) {
                Wiring.Stretch old = before.stretch(origin);
                int from = isEncoded ? old.column() : old.column() + origin - old.first();
                fill(inputs, stretch.column() + i, from, isEncoded ? stretch.width() : 1);
            }
        }
    }

    /**
     * Of the columns of a row that has {@code dimension} of them for each set of embeddings.
     *
     * @param before owner of each set then
     * @param after owner of each set now
     */
    int[] embeddings(List<Integer> before, List<Integer> after, int dimension) {
        int[] columns = nowhere(after.size() * dimension);
        for (int set = 0; set < after.size(); set++) {
            int origin = before.indexOf(owner(after.get(set)));
            if (origin >= 0) {
                fill(columns, set * dimension, origin * dimension, dimension);
            }
        }
        return columns;
    }

    /** Of the columns of a block, each of them one of those that speak of the same task, in order. */
    int[] columns(List<Integer> before, List<Integer> after) {
        Map<Integer, Deque<Integer>> left = new LinkedHashMap<>();
        for (int column = 0; column < before.size(); column++) {
            left.computeIfAbsent(before.get(column), of -> new ArrayDeque<>()).add(column);
        }
        int[] columns = nowhere(after.size());
        for (int column = 0; column < columns.length; column++) {
            Integer origin = left.getOrDefault(owner(after.get(column)), new ArrayDeque<>())
                    .poll();
            columns[column] = origin == null ? -1 : origin;
        }
        return columns;
    }

    /**
     * Of the rows of a block but the bias, by what each is for: a column of the input goes where its feature stood, any
     * other one where the first, second, ... of those stood.
     *
     * @param before columns of the old input, -1 for what is none
     * @param after columns of the new input, likewise
     * @return none at all where the block reads other numbers beside the input's than it did
     */
    int[] rows(int[] before, int[] after) {
        int[] others = positions(before, -1);
        int[] rows = nowhere(after.length);
        int next = 0;
        for (int row = 0; row < after.length; row++) {
            if (after[row] < 0) {
                rows[row] = next < others.length ? others[next] : -1;
                next++;
            } else if (inputs[after[row]] >= 0) {
                int[] found = positions(before, inputs[after[row]]);
                rows[row] = found.length == 0 ? -1 : found[0];
            }
        }
        return next == others.length ? rows : new int[0];
    }

    private static int[] positions(int[] of, int what) {
        return IntStream.range(0, of.length).filter(i -> of[i] == what).toArray();
    }

    /** Of {@code count} parts that are all where they were. */
    static int[] unmoved(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static int[] nowhere(int count) {
        int[] origins = new int[count];
        Arrays.fill(origins, -1);
        return origins;
    }

    private static void fill(int[] origins, int at, int from, int count) {
        for (int i = 0; i < count; i++) {
            origins[at + i] = from + i;
        }
    }
}

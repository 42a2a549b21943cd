package io.thalweg.sharing;

import io.thalweg.check.Require;
import java.util.List;

/**
 * Learned numbers that move together, {@code [rows, columns]}, row by row. Role, owner and depth are their name: the
 * same name in another plan of this sharing is the same block.
 *
 * @param role what it is there for, such as {@code trunk}
 * @param owner the task whose own it is, so that it moves only when this task has a label; or {@link Plan#SHARED}
 * @param depth its place among the blocks of this role and owner, from 0
 * @param columns for each the task that it speaks of, with which it comes and goes, or {@link Plan#SHARED}
 * @param start the initial numbers; none where they are drawn, as those of a layer are
 * @param pace at how many times the optimiser's rate it learns
 */
public record Block(
        String role, int owner, int depth, int rows, List<Integer> columns, List<Double> start, double pace) {
    public Block {
        columns = List.copyOf(columns);
        start = List.copyOf(start);
        Require.that(
                start.isEmpty() || start.size() == rows * columns.size(),
                "a block of %d x %d numbers cannot start with %d",
                rows,
                columns.size(),
                start.size());
    }

    /** Of a layer that reads so many numbers: {@code [inputs + 1, columns]}, the last row being the bias. */
    static Block layer(String role, int owner, int depth, int inputs, List<Integer> columns) {
        return new Block(role, owner, depth, inputs + 1, columns, List.of(), 1);
    }

    public int length() {
        return rows * columns.size();
    }
}

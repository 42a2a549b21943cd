package io.thalweg.sharing;

import java.util.List;

/**
 * Learned numbers that move together, {@code [rows, columns]}, row by row. Role, owner and depth are their name: the
 * same name in another plan of this sharing is the same block.
 *
 * @param role what it is there for, such as {@code trunk}
 * @param owner the task whose own it is, so that it moves only when this task has a label; or {@link Plan#SHARED}
 * @param depth its place among the blocks of this role and owner, from 0
 * @param columns for each the task that it speaks of, with which it comes and goes, or {@link Plan#SHARED}
 */
public record Block(String role, int owner, int depth, int rows, List<Integer> columns) {
    public Block {
        columns = List.copyOf(columns);
    }

    public int length() {
        return rows * columns.size();
    }
}

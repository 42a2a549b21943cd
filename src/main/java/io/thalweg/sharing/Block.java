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
 * @param start the initial numbers
 * @param pace at how many times the optimiser's rate it learns; 0 for what no gradient moves but a {@link Tie} keeps
 */
public record Block(String role, int owner, int depth, int rows, List<Integer> columns, Start start, double pace) {
    public Block {
        columns = List.copyOf(columns);
        if (start instanceof Start.Given given) {
            Require.that(
                    given.numbers().size() == rows * columns.size(),
                    "a block of %d x %d numbers cannot start with %d",
                    rows,
                    columns.size(),
                    given.numbers().size());
        }
    }

    /** The same with its initial numbers, row by row; none where they are drawn, as those of a layer are. */
    public Block(String role, int owner, int depth, int rows, List<Integer> columns, List<Double> start, double pace) {
        this(
                role,
                owner,
                depth,
                rows,
                columns,
                start.isEmpty() ? new Start.Drawn(name(role, owner, depth)) : new Start.Given(start),
                pace);
    }

    /** Of a layer that reads so many numbers: {@code [inputs + 1, columns]}, the last row being the bias. */
    static Block layer(String role, int owner, int depth, int inputs, List<Integer> columns) {
        return new Block(role, owner, depth, inputs + 1, columns, List.of(), 1);
    }

    /** The same that begins as its like without an owner does, and as those of all other owners. */
    Block alike() {
        return new Block(role, owner, depth, rows, columns, new Start.Drawn(name(role, Plan.SHARED, depth)), pace);
    }

    /** What a like layer of another task can begin from; a tie keeps it. */
    Block beginning() {
        String purpose = "start of %s to %d".formatted(role, columns.size());
        return new Block(purpose, Plan.SHARED, depth, rows, columns, start, 0);
    }

    /** The same that begins with zeros. */
    Block zero() {
        return new Block(role, owner, depth, rows, columns, new Start.Zero(), pace);
    }

    /** One like it that is nobody's own. */
    Block shared() {
        return new Block(role, Plan.SHARED, depth, rows, columns, start, pace);
    }

    /** Zeros as many as there are numbers here, of the same owner, that a tie keeps for a purpose of its own. */
    Block kept(String purpose) {
        return new Block(purpose, owner, depth, rows, columns, new Start.Zero(), 0);
    }

    /** A number of this owner that a tie keeps for a purpose of its own, 0 at first. */
    Block keptNumber(String purpose) {
        return new Block(purpose, owner, depth, 1, List.of(Plan.SHARED), new Start.Zero(), 0);
    }

    /** Whether no gradient moves it. */
    public boolean isKept() {
        return pace == 0;
    }

    private static String name(String role, int owner, int depth) {
        return role + (owner < 0 ? "" : " of " + owner) + ' ' + depth;
    }

    public int length() {
        return rows * columns.size();
    }
}

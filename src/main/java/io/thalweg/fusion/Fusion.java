package io.thalweg.fusion;

import io.thalweg.task.Task;
import java.util.List;

/**
 * How scores become one number.
 *
 * @param text as it was written
 * @param tasks names of those it reads, in the order in which it names them first
 */
public record Fusion(String text, List<String> tasks, Term term) {
    public Fusion {
        tasks = List.copyOf(tasks);
    }

    /**
     * Reads numbers, names of tasks, {@code + - * / ^}, parentheses, {@code exp log sqrt min max}. Powers bind
     * strongest, and from the right: {@code -2^2} is -4. A name that is no word of letters, digits and underscores
     * stands in backquotes.
     *
     * @throws IllegalArgumentException if it is no such expression; names the position, from 1, and what is allowed
     */
    public static Fusion parse(String text, List<Task> tasks) {
        return new FusionParser(text, tasks).parse();
    }

    /**
     * The fused score; not finite where the expression has no value, as {@code (-1)^0.5}.
     *
     * @param scores of each of {@link #tasks()}, in its label's own unit
     */
    public double of(double[] scores) {
        return term.of(scores);
    }
}

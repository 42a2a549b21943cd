package io.thalweg.ingest;

import java.util.List;

/**
 * One input topic: which columns its records must have, and which tasks it speaks of.
 *
 * @param columns positions in {@link InputMap#columns()} that are read from this topic, ascending
 * @param tasks positions of the tasks whose labels it carries; for a requests topic, of all tasks to score
 * @param labelled false for the requests topic, whose records carry no labels
 */
public record InputTopic(String name, List<Integer> columns, List<Integer> tasks, boolean labelled) {
    public InputTopic {
        columns = List.copyOf(columns);
        tasks = List.copyOf(tasks);
    }
}

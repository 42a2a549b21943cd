package io.thalweg.ingest;

import io.thalweg.check.Require;
import java.util.List;

/**
 * What is read from input records, by name: the columns of all topics together, and per topic which of them.
 *
 * @param time position of the event-time column
 * @param key position of the event id's column, or -1
 */
public record InputMap(List<Column> columns, int time, int key, TimeRule timeRule, List<InputTopic> topics) {
    public InputMap {
        columns = List.copyOf(columns);
        topics = List.copyOf(topics);
        Require.that(time >= 0 && time < columns.size(), "no column %d for the event time", time);
        Require.that(key >= -1 && key < columns.size(), "no column %d for the event key", key);
    }
}

package io.thalweg.wire;

import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import org.apache.avro.Schema;

/**
 * Writes events for one input topic, for data that has no producer of its own. Between {@link #begin} and {@link #end}
 * come the values, in ascending column order; a column of the topic that is left out has no value. One owner thread.
 */
public final class EventWriter {
    /** Makes the topic's schema from its columns and registers it as {@code <topic>-value}. */
    public EventWriter(InputMap map, InputTopic topic, Registry registry) {
        throw new UnsupportedOperationException("under construction " + map + topic + registry);
    }

    public Schema schema() {
        throw new UnsupportedOperationException();
    }

    public EventWriter begin() {
        return this;
    }

    /** A value as it stands in a CSV cell, read as what its column is; an empty one is no value. */
    public EventWriter cell(int column, String cell) {
        return this;
    }

    /** A TEXT value. */
    public EventWriter text(int column, String value) {
        return this;
    }

    /** A TEXT value: the digits of {@code value}. */
    public EventWriter text(int column, long value) {
        return this;
    }

    /** A TEXT value in UTF-8. */
    public EventWriter text(int column, byte[] from, int at, int size) {
        return this;
    }

    public EventWriter number(int column, double value) {
        return this;
    }

    /** A TIME value in the configured unit. */
    public EventWriter time(int column, long value) {
        return this;
    }

    /** A TEXTS value. */
    public EventWriter texts(int column, String... values) {
        return this;
    }

    /** The record's bytes, framed. */
    public byte[] end() {
        return new byte[0];
    }
}

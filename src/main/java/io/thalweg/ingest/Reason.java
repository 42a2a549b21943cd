package io.thalweg.ingest;

/** Why an event cannot be learned from. Names are a contract: they stand in the quarantine topic. */
public enum Reason {
    /** No value at all (a tombstone). */
    EMPTY,
    /** The bytes do not begin like the Confluent wire format, or the rest is not the schema's record. */
    NOT_AVRO,
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA,
    /** A mapped field is not in the writer's schema (or not in the file's row). */
    MISSING_FIELD,
    /** A mapped field has a type that cannot be read as what it is mapped to. */
    WRONG_TYPE,
    /** A NaN or infinite number. */
    NOT_FINITE,
    /** A text or array beyond the limit. */
    TOO_LONG,
    /** An array of numbers that is shorter or longer than the feature that it is for. */
    WRONG_LENGTH,
    /** No event time, or one outside of the configured bounds. */
    BAD_TIME,
    /** A finite number of a feature that is beyond all that can be learned from. */
    OUT_OF_RANGE,
    /** A label that its loss or transform cannot learn from, or a weight that no label can have. */
    BAD_LABEL,
    /** In the train log: what the model makes of it overflows, so that it would spoil the model. */
    OVERFLOW,
    /** In the train log: the model has diverged and cannot learn from anything; the event is not to blame. */
    DIVERGED,
    /** In the train log: made for another configuration, or asks for a model that does not fit. */
    DOES_NOT_FIT,
    /** Reading it failed in a way nobody had foreseen; worth a bug report. */
    DEFECT
}

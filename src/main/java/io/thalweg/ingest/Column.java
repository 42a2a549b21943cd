package io.thalweg.ingest;

/** One input field that somebody needs, and as what. A column's position is its position in every observation. */
public record Column(String field, Kind kind) {
    /** As what a field is read; each says which encodings it accepts. */
    public enum Kind {
        /** A category: text, enum, whole number or boolean, told apart by its text. */
        TEXT,
        /** A finite number, or a boolean as 0 or 1. */
        NUMBER,
        /** Categories in order: an array of what {@link #TEXT} accepts. */
        TEXTS,
        /** Finite numbers in order: an array of what {@link #NUMBER} accepts. */
        NUMBERS,
        /** A point in time: a whole number in the configured unit, an ISO-8601 text, or Avro's timestamp types. */
        TIME
    }
}

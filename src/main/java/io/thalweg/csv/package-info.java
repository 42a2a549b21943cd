/**
 * Events from a CSV file instead of a topic.
 *
 * <p>In: a file, plain or .gz, with a header. Out: {@link io.thalweg.ingest.Decoded}, by the same rules as an Avro
 * record, in time order. Start at {@link io.thalweg.csv.CsvSource}.
 */
@NullMarked
package io.thalweg.csv;

import org.jspecify.annotations.NullMarked;

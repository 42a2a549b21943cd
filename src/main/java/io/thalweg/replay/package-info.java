/**
 * Learning again from history, without Kafka: in, the records of a train log in offset order, or of the raw topics in
 * the log's order; out, a model and what was found on the way. Start at {@link io.thalweg.replay.Replayer}.
 *
 * <p>What is read comes through {@link io.thalweg.replay.LogSource}, {@link io.thalweg.replay.RawRecords} and
 * {@link io.thalweg.replay.PublishedSnapshots}, which {@code stream} implements. Nothing here writes anywhere.
 */
@NullMarked
package io.thalweg.replay;

import org.jspecify.annotations.NullMarked;

/**
 * Third of five stations: ingest, feature, <b>batch</b>, learn, publish.
 *
 * <p>In: a {@link io.thalweg.feature.Example}. Out: a {@link io.thalweg.batch.Batch} whenever one is due by count or by
 * event-time age. Start at {@link io.thalweg.batch.Buffers}.
 */
@NullMarked
package io.thalweg.batch;

import org.jspecify.annotations.NullMarked;

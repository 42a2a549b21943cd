/**
 * Fourth of five stations: ingest, feature, batch, <b>learn</b>, publish.
 *
 * <p>In: {@link io.thalweg.batch.Batch}, in arrival order. Out: a {@link io.thalweg.learn.Step} for each, and
 * parameters moved in place: test, then train. Start at {@link io.thalweg.learn.Learner}.
 */
@NullMarked
package io.thalweg.learn;

import org.jspecify.annotations.NullMarked;

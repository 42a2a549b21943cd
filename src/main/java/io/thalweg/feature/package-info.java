/**
 * Second of five stations: ingest, <b>feature</b>, batch, learn, publish.
 *
 * <p>In: an {@link io.thalweg.ingest.Observation}. Out: an {@link io.thalweg.feature.Example}: buckets, numbers and
 * labels, and nothing else. Only what needs no memory happens here; whatever has state lives behind the train log, with
 * the learner.
 */
@NullMarked
package io.thalweg.feature;

import org.jspecify.annotations.NullMarked;

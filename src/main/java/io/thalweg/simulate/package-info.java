/**
 * Worlds whose truth is known, so that a model can be judged by what is possible at all.
 *
 * <p>Start at {@link io.thalweg.simulate.Shop}, the demo's, or at {@link io.thalweg.simulate.ClickLog}, the
 * benchmark's. Both are pure functions of a seed: every draw is a hash of what it is for and how often it was asked
 * for, so the same seed gives the same records on every machine. No Kafka and no Avro here; {@code app} publishes what
 * comes out.
 */
@NullMarked
package io.thalweg.simulate;

import org.jspecify.annotations.NullMarked;

/**
 * Whether what a stream of numbers is about has changed: detectors with bounded memory, and what is done about it.
 *
 * <p>In: numbers and categories one after the other, in log order. Out: a {@link io.thalweg.drift.Shift} for each
 * change found. Start at {@link io.thalweg.drift.DriftSettings} and {@link io.thalweg.drift.Watch}; {@code learn} knows
 * what is watched. Everything is a function of the numbers alone, and is written and read bit for bit.
 */
@NullMarked
package io.thalweg.drift;

import org.jspecify.annotations.NullMarked;

/**
 * One number of several tasks' scores, by an expression such as {@code click^0.6 * (1 + dwell)^0.4}.
 *
 * <p>In: scores in their labels' units. Out: what to rank by. Start at {@link io.thalweg.fusion.Fusion}. Nothing
 * learned depends on it.
 */
@NullMarked
package io.thalweg.fusion;

import org.jspecify.annotations.NullMarked;

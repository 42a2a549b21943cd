/**
 * How much each task counts in a step: one sealed family, {@link Balance}, one record each. A {@link Balancer} is one
 * of them with its state.
 *
 * <p>In: what a step shows, as an {@link Observation}. Out: {@link TaskWeights} of the tasks. All is double precision
 * on the heap, with a fixed number of iterations and no library.
 */
@NullMarked
package io.thalweg.balance;

import org.jspecify.annotations.NullMarked;

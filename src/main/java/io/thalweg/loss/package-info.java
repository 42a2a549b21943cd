/**
 * How wrong a raw score is, and in which direction: one sealed family, {@link io.thalweg.loss.Loss}, one record each.
 * Beside it the family of what each begins with, {@link io.thalweg.loss.Prior}.
 */
@NullMarked
package io.thalweg.loss;

import org.jspecify.annotations.NullMarked;

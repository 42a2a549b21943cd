/** How wrong a raw score is, and in which direction: one sealed family, one record each. */
@NullMarked
package io.thalweg.loss;

import org.jspecify.annotations.NullMarked;

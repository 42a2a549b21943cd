/**
 * The network: from buckets and numbers to raw scores, and from the slopes of the losses back to the parameters.
 *
 * <p>Start at {@link io.thalweg.model.Network}. It knows nothing of labels, losses or time.
 */
@NullMarked
package io.thalweg.model;

import org.jspecify.annotations.NullMarked;

/**
 * One lane: stations three to five as one replica of the model, fed from one ordered log.
 *
 * <p>{@link io.thalweg.lane.Lane} is a function of the log: whoever feeds it the same records gets the same model, bit
 * for bit. It neither knows nor cares whether the log is a Kafka partition or a file.
 */
@NullMarked
package io.thalweg.lane;

import org.jspecify.annotations.NullMarked;

/**
 * The same core over files, without Kafka: for choosing a configuration in seconds, or a way of sharing in minutes.
 *
 * <p>{@link io.thalweg.app.evaluate.EvaluateCommand} learns from one file, or hands several to the {@code Matrix},
 * whose rows are {@code Trial}s of one pass each, told apart by a {@code Bootstrap}.
 */
@NullMarked
package io.thalweg.app.evaluate;

import org.jspecify.annotations.NullMarked;

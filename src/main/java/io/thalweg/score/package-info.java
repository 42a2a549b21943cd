/**
 * What a model says of events that nobody will learn from, for whoever asks: in a server, or in the process that needs
 * the answer.
 *
 * <p>In: a snapshot, and the fields of an event. Out: for each task what the learner itself would have answered at that
 * place of the log, bit for bit. Start at {@link io.thalweg.score.Scorer}.
 */
@NullMarked
package io.thalweg.score;

import org.jspecify.annotations.NullMarked;

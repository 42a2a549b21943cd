/**
 * Learning again from topic history: {@link io.thalweg.app.replay.ReplayRun} does what {@code replay} is asked,
 * {@link io.thalweg.app.replay.ScoreExplanation} what {@code explain-score} is.
 */
@NullMarked
package io.thalweg.app.replay;

import org.jspecify.annotations.NullMarked;

/**
 * The benchmark: how many events a second, each figure beside its own floor in the same run.
 *
 * <p>{@link io.thalweg.app.bench.Bench} publishes a generated click log to an embedded broker and lets each contestant
 * learn it in a JVM of its own ({@link io.thalweg.app.bench.Worker}), in turns: a pass-through that copies the records
 * exactly once, a linear model and a shared trunk end to end, and both models alone from memory.
 *
 * <p>{@link io.thalweg.app.bench.Recovery} kills a learner ({@link io.thalweg.app.bench.RecoveryLearner}) again and
 * again, and watches what its commits and checkpoints cost.
 */
@NullMarked
package io.thalweg.app.bench;

import org.jspecify.annotations.NullMarked;

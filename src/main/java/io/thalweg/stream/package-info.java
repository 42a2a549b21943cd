/**
 * The five stations on Kafka Streams, as two applications: {@code route} makes the one ordered train log of any number
 * of input topics, {@code learn} feeds that log to a {@link io.thalweg.lane.Lane}. Both at exactly-once.
 *
 * <p>The train log is the write-ahead log and the changelog holds checkpoints: after a crash the
 * {@link io.thalweg.stream.CheckpointStore} is restored and the few committed records behind it are learned again,
 * silently, through {@link io.thalweg.stream.CatchUp}. Start at {@link io.thalweg.stream.ThalwegStreams}. No arithmetic
 * here.
 *
 * <p>Beside the applications stand those who only look at their topics, or write a record to them:
 * {@link io.thalweg.stream.Chronicle} for replays, {@link io.thalweg.stream.SnapshotStore},
 * {@link io.thalweg.stream.Promoter}.
 */
@NullMarked
package io.thalweg.stream;

import org.jspecify.annotations.NullMarked;

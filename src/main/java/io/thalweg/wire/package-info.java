/**
 * Between bytes and the domain: Avro in Confluent's wire format (a zero byte, the schema's id in four bytes, the
 * binary).
 *
 * <p>In: the user's own records ({@link io.thalweg.wire.EventReader}). Between the applications:
 * {@link io.thalweg.wire.TrainLogCodec}. Out: {@link io.thalweg.wire.OutputCodec}; and back again:
 * {@link io.thalweg.wire.SnapshotReader}. {@link io.thalweg.wire.Registry} alone knows the registry's client, and this
 * package alone knows the classes generated from {@code schemas/}. No Kafka here: bytes come in and bytes go out.
 */
@NullMarked
package io.thalweg.wire;

import org.jspecify.annotations.NullMarked;

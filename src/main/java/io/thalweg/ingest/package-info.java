/**
 * First of five stations: <b>ingest</b>, feature, batch, learn, publish.
 *
 * <p>In: a raw event, read field by field by whoever knows its encoding (Avro, CSV). Out:
 * {@link io.thalweg.ingest.Decoded}, an observation or the reason why there is none. Start at
 * {@link io.thalweg.ingest.InputMap}.
 */
@NullMarked
package io.thalweg.ingest;

import org.jspecify.annotations.NullMarked;

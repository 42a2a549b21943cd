/**
 * Fifth of five stations: ingest, feature, batch, learn, <b>publish</b>.
 *
 * <p>In: what a step found. Out: predictions, metrics and snapshots in the form in which they leave the process,
 * through {@link io.thalweg.publish.Outputs}. No Kafka here: {@code wire} and {@code stream} carry them away.
 */
@NullMarked
package io.thalweg.publish;

import org.jspecify.annotations.NullMarked;

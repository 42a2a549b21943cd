/**
 * An online multi-task learner that lives on Kafka: labelled events in; one shared model learning; predictions, metrics
 * and snapshots out.
 *
 * <p>The packages follow the way of the data: {@code ingest}, {@code feature}, {@code batch}, {@code learn} and
 * {@code publish} are its five stations and know nothing of Kafka; {@code stream} and {@code wire} connect them to it;
 * {@code app} puts everything together.
 */
@NullMarked
package io.thalweg;

import org.jspecify.annotations.NullMarked;

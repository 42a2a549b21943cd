/**
 * What can be measured: the names, units and meaning of all meters, and how they are registered.
 *
 * <p>In: what a {@link io.thalweg.stream.StreamObserver} is told, and how lanes stand. Out: text for a Prometheus that
 * scrapes {@code /metrics}. Start at {@link io.thalweg.observe.MeterName}. Nothing here can disturb learning: it is
 * told of it, and whatever takes time happens when somebody asks.
 */
@NullMarked
package io.thalweg.observe;

import org.jspecify.annotations.NullMarked;

/**
 * Kafka's plain clients: their settings, one partition at a time, and the snapshots of an application, newest first.
 * Nothing of the engine, so that a program that only scores can follow a model with no more than these beside it.
 *
 * <p>In: a configuration. Out: snapshots, each as soon as it is whole. Start at {@link io.thalweg.client.SnapshotTail}.
 */
@NullMarked
package io.thalweg.client;

import org.jspecify.annotations.NullMarked;

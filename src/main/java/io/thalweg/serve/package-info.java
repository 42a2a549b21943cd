/**
 * What people and programs can ask over HTTP.
 *
 * <p>In: {@link io.thalweg.serve.Routes}, whatever a command wants to be answered. Start at
 * {@link io.thalweg.serve.ThalwegServer}. Nothing here can disturb learning: it reads models and figures that others
 * hand over, and never waits for them.
 */
@NullMarked
package io.thalweg.serve;

import org.jspecify.annotations.NullMarked;

/**
 * Events of a CSV file onto the task topics, at a pace: {@link io.thalweg.app.produce.ProduceCommand}, and the demo.
 */
@NullMarked
package io.thalweg.app.produce;

import org.jspecify.annotations.NullMarked;

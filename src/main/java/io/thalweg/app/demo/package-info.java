/**
 * The demonstration: everything embedded, a simulated shop or a CSV file, the learner, and the report that counts every
 * event. Start at {@link io.thalweg.app.demo.Demo}.
 */
@NullMarked
package io.thalweg.app.demo;

import org.jspecify.annotations.NullMarked;

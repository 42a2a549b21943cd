/**
 * The command line: {@link io.thalweg.app.Main} and one class for each command.
 *
 * <p>The only place that says {@code new} to everything and the only one that prints. A command ends with 0, with 1 and
 * a line that explains the failure, or with 2 when it was used wrongly.
 */
@NullMarked
package io.thalweg.app;

import org.jspecify.annotations.NullMarked;

/**
 * The HTTP side of commands: the command {@code serve}, and the same within {@code run} and {@code demo}.
 *
 * <p>Start at {@link io.thalweg.app.serve.Serving}, which puts together what a server answers.
 */
@NullMarked
package io.thalweg.app.serve;

import org.jspecify.annotations.NullMarked;

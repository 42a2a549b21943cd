/** The vocabulary of tasks: what a task is called, what its label means, how much it counts. */
@NullMarked
package io.thalweg.task;

import org.jspecify.annotations.NullMarked;

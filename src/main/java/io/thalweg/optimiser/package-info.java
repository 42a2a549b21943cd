/** How a gradient moves parameters: one sealed family, one record each, one formula in one place. */
@NullMarked
package io.thalweg.optimiser;

import org.jspecify.annotations.NullMarked;

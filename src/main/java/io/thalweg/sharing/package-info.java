/** Which parameters the tasks have in common: one sealed family, one record each. */
@NullMarked
package io.thalweg.sharing;

import org.jspecify.annotations.NullMarked;

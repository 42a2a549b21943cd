/** What becomes of a sequence or an image before the tasks' layers read it: one sealed family, one record each. */
@NullMarked
package io.thalweg.encoder;

import org.jspecify.annotations.NullMarked;

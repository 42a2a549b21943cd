/** Refusing what must not be: one small class, known by everybody and knowing nobody. */
@NullMarked
package io.thalweg.check;

import org.jspecify.annotations.NullMarked;

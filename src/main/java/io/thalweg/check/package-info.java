/** Refusing what must not be, and saying how things are: two small classes, known by everybody and knowing nobody. */
@NullMarked
package io.thalweg.check;

import org.jspecify.annotations.NullMarked;

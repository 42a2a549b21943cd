/** Small worlds in the words of the domain, for tests of every package. */
@NullMarked
package io.thalweg.scenario;

import org.jspecify.annotations.NullMarked;

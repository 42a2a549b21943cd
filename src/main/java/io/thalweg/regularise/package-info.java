/** What parameters pay for being large, and how far a gradient may reach. */
@NullMarked
package io.thalweg.regularise;

import org.jspecify.annotations.NullMarked;

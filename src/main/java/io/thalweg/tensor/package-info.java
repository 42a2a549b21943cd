/**
 * Numbers in bulk: native matrices and their pre-bound products, flat parameter vectors, block-tracked state.
 *
 * <p>The only package that speaks ND4J. Everything is allocated once and used by one owner thread.
 */
@NullMarked
package io.thalweg.tensor;

import org.jspecify.annotations.NullMarked;

/**
 * A model as an ONNX graph, for programs that know nothing of this one: from buckets and numbers to each task's score.
 *
 * <p>In: a snapshot. Out: a file, and how far its scores are from our own, by ONNX Runtime's account. Start at
 * {@link io.thalweg.onnx.OnnxExport}.
 */
@NullMarked
package io.thalweg.onnx;

import org.jspecify.annotations.NullMarked;

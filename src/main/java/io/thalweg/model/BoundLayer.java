package io.thalweg.model;

import static io.thalweg.tensor.Product.Operand.of;
import static io.thalweg.tensor.Product.Operand.transposed;

import io.thalweg.tensor.Matrix;
import io.thalweg.tensor.Product;
import io.thalweg.tensor.Rectifier;
import org.jspecify.annotations.Nullable;

/**
 * One layer bound to buffers of one number of rows.
 *
 * <p>Every input has a last column of ones, so that the bias is a row of the weights: neither adding it nor its
 * gradient costs a call. Hidden layers keep such a column for the next one; the rectifier leaves it 1.
 */
final class BoundLayer {
    private final Matrix activations; // [rows, outputs (+ 1 when hidden)]
    private final Matrix slopes; // like activations
    private final Product forward;
    private final @Nullable Rectifier rectifier;
    private final Product weightSlopes;
    private final Product inputSlopes;
    private final Product addedInputSlopes;

    /**
     * @param input {@code [rows, inputs + 1]}, its last column ones
     * @param inputSlopes {@code [rows, inputs]}
     */
    BoundLayer(Layer layer, boolean hidden, int rows, Matrix input, Matrix inputSlopes, NativeMirror mirror) {
        Matrix weights = mirror.weights(layer);
        if (hidden) {
            activations = Matrix.zeros(rows, layer.outputs() + 1).withOnes();
            slopes = Matrix.zeros(rows, layer.outputs() + 1);
            rectifier = new Rectifier(activations, slopes);
        } else {
            activations = Matrix.zeros(rows, layer.outputs());
            slopes = Matrix.zeros(rows, layer.outputs());
            rectifier = null;
        }
        Matrix scores = hidden ? activations.withoutLastColumn() : activations;
        Matrix scoreSlopes = hidden ? slopes.withoutLastColumn() : slopes;
        Matrix withoutBias = weights.withoutLastRow();
        forward = Product.into(scores, of(input), of(weights));
        weightSlopes = Product.into(mirror.slopes(layer), transposed(input), of(scoreSlopes));
        this.inputSlopes = Product.into(inputSlopes, of(scoreSlopes), transposed(withoutBias));
        addedInputSlopes = Product.onto(inputSlopes, of(scoreSlopes), transposed(withoutBias));
    }

    void forward() {
        forward.run();
        if (rectifier != null) {
            rectifier.forward();
        }
    }

    /** From the slopes of its outputs to those of its weights and inputs; the latter are set or added to. */
    void backward(boolean add) {
        if (rectifier != null) {
            rectifier.backward();
        }
        weightSlopes.run();
        (add ? addedInputSlopes : inputSlopes).run();
    }

    Matrix activations() {
        return activations;
    }

    /** Slopes of the outputs, without the column of ones. */
    Matrix outputSlopes() {
        return rectifier == null ? slopes : slopes.withoutLastColumn();
    }

    /** Slopes of the outputs, as they lie in memory. */
    Matrix slopes() {
        return slopes;
    }
}

package io.thalweg.tensor;

import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** max(x, 0) in place, and its mask on the way back; bound once to the activations and their slopes. */
public final class Rectifier {
    private final OpExecutioner executioner = Nd4j.getExecutioner();
    private final RectifiedLinear rectify;
    private final Step step; // not LeakyReLUDerivative, which is 1 at 0 and so masks nothing
    private final DynamicCustomOp multiply;
    private final OpContext context;

    /** Both matrices of one shape, without gaps. */
    public Rectifier(Matrix activations, Matrix slopes) {
        Matrix mask =
                Matrix.zeros(activations.array().rows(), activations.array().columns());
        rectify = new RectifiedLinear(activations.array(), activations.array(), 0.0);
        step = new Step(activations.array(), mask.array(), 0.0);
        multiply = DynamicCustomOp.builder("multiply")
                .addInputs(slopes.array(), mask.array())
                .addOutputs(slopes.array())
                .build();
        context = executioner.buildContext();
        context.setInputArrays(slopes.array(), mask.array());
        context.setOutputArrays(slopes.array());
    }

    /** Rectifies the activations. */
    public void forward() {
        executioner.exec(rectify);
    }

    /** Silences the slopes of all units that were silent. */
    public void backward() {
        executioner.exec(step);
        executioner.exec(multiply, context);
    }
}

package io.thalweg.model;

import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation.On;
import io.thalweg.tensor.Region;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bias for each output and, when the model is wide, a linear weight for each output and number. */
final class LinearPart {
    private final int numbers;
    private final int outputs;
    private final Parameters parameters; // [outputs, numbers + 1], the bias last
    private final @Nullable Penalty penalty;
    private final Clipping clipping;

    LinearPart(int numbers, int outputs, ModelSettings settings) {
        this.numbers = settings.wide() ? numbers : 0;
        this.outputs = outputs;
        parameters = new Parameters("linear", new float[outputs * (this.numbers + 1)], settings.wideOptimiser());
        penalty = settings.regularisation().of(On.LINEAR).orElse(null);
        clipping = new Clipping(settings.regularisation().clip());
    }

    Parameters parameters() {
        return parameters;
    }

    void addSections(Sections sections) {
        sections.addLinear(parameters.values(), numbers + 1);
    }

    /** {@code [outputs, numbers + 1]}, the bias last; of no numbers where they have no weights. */
    float[] frozen() {
        return parameters.values().clone();
    }

    List<Region> regions() {
        return parameters.regions();
    }

    void inherit(LinearPart old, Inheritance origins) {
        for (int output = 0; output < outputs; output++) {
            int origin = origins.outputs()[output];
            if (origin >= 0) {
                int at = output * (numbers + 1);
                int start = origin * (old.numbers + 1);
                for (int i = 0; i < numbers; i++) {
                    if (origins.numbers()[i] >= 0) {
                        parameters.take(at + i, old.parameters, start + origins.numbers()[i], 1);
                    }
                }
                parameters.take(at + numbers, old.parameters, start + old.numbers, 1);
            }
        }
    }

    /** Adds to {@code scores [n, outputs]} what the {@code numbers [n, stride]} say. */
    void forward(float[] given, int stride, int n, float[] scores) {
        float[] weights = parameters.values();
        for (int row = 0; row < n; row++) {
            for (int output = 0; output < outputs; output++) {
                int at = output * (numbers + 1);
                float sum = weights[at + numbers];
                for (int i = 0; i < numbers; i++) {
                    sum += weights[at + i] * given[row * stride + i];
                }
                scores[row * outputs + output] += sum;
            }
        }
    }

    /** Fills the gradient. */
    void descend(float[] given, int stride, int n, float[] slopes) {
        float[] gradient = parameters.gradient();
        Arrays.fill(gradient, 0);
        for (int row = 0; row < n; row++) {
            for (int output = 0; output < outputs; output++) {
                float slope = slopes[row * outputs + output];
                int at = output * (numbers + 1);
                for (int i = 0; i < numbers; i++) {
                    gradient[at + i] += slope * given[row * stride + i];
                }
                gradient[at + numbers] += slope;
            }
        }
    }

    /** Sum of squares of the gradient; see {@link GradientBound}. */
    double squares() {
        return GradientBound.squares(parameters.gradient(), 0, parameters.gradient().length);
    }

    /** Moves the weights of the present outputs, each at the pace of its task. */
    void step(boolean[] outputPresent, int[] taskOf, Pace pace) {
        for (int output = 0; output < outputs; output++) {
            if (outputPresent[output]) {
                int at = output * (numbers + 1);
                int end = at + numbers + 1;
                clipping.clip(parameters.gradient(), at, end);
                parameters.step(at, end, pace.of(taskOf[output], parameters.optimiser()));
            }
        }
        if (penalty != null) {
            pay(penalty, outputPresent);
        }
    }

    /** Makes the weights of the outputs in {@code [from, to)} what they began as. */
    void reset(int from, int to) {
        int at = from * (numbers + 1);
        int end = to * (numbers + 1);
        Arrays.fill(parameters.values(), at, end, 0);
        parameters.begin(at, end, parameters.optimiser());
        parameters.regions().forEach(region -> region.mark(at, end));
    }

    /** Behind a step. In a group are a number's weights for all outputs, of which those of the present ones pay. */
    private void pay(Penalty penalty, boolean[] outputPresent) {
        float[] weights = parameters.values();
        float[] strides = new float[weights.length];
        parameters.optimiser().strides(parameters.state(), strides, 0, weights.length);
        for (int i = 0; i < numbers; i++) {
            Penalty.Part all = new Penalty.Part(i, outputs, numbers + 1);
            Penalty.Group group = Penalty.Group.of(weights, strides, List.of(all));
            for (int output = 0; output < outputs; output++) {
                int at = output * (numbers + 1) + i;
                if (outputPresent[output] && penalty.group() > 0) {
                    penalty.together(weights, new Penalty.Part(at, 1, 1), group, 1);
                } else if (outputPresent[output]) {
                    penalty.each(weights, strides, at, at + 1);
                }
            }
        }
    }
}

package io.thalweg.balance;

import java.util.Arrays;

/** Every task counts as its configured weight says. The baseline to beat, and the only one that costs nothing. */
public record Fixed() implements Balance {
    @Override
    public boolean isOfShared() {
        return false;
    }

    @Override
    public double[] weigh(Memory memory, Observation step) {
        double[] weights = new double[step.present().length];
        Arrays.fill(weights, 1);
        return weights;
    }
}

package io.thalweg.optimiser;

import io.thalweg.check.Require;
import java.util.Arrays;

/**
 * A rule by which a gradient moves parameters. Every parameter has {@link #slots()} numbers of state beside it;
 * parameters without a gradient in a step are not passed in, and keep value and state bit for bit.
 */
public sealed interface Optimiser {
    double HIGHEST_RATE = 100;

    /** Numbers of state per parameter. */
    int slots();

    /** The state of a parameter that has never moved from {@code parameter}. */
    float initial(int slot, float parameter);

    /**
     * Moves {@code parameters[from .. to)} against {@code gradient}; {@code state[slot]} is indexed alike. All arrays
     * are written in place but the gradient's.
     */
    void step(float[] parameters, float[] gradient, float[][] state, int from, int to);

    /**
     * Whether what {@code before} has moved can be moved on by this: the same rule, and the same in whatever state and
     * initial values were made with. Parameters then stay where they are until their next gradient.
     */
    boolean continues(Optimiser before);

    /**
     * Fills {@code strides[from .. to)} with how far a parameter in this state goes for a slope of 1, whatever it has
     * by momentum; 0 for one that has never moved, where its state does not say.
     */
    void strides(float[][] state, float[] strides, int from, int to);

    /** The same rule at so many times its rate, or at the highest rate that is allowed. */
    Optimiser times(double pace);

    private static double times(double rate, double pace) {
        return Math.min(HIGHEST_RATE, rate * pace);
    }

    private static void requireRate(String key, double rate) {
        Require.that(rate > 0 && rate <= HIGHEST_RATE, "optimiser.%s must be in (0, 100], got %s", key, rate);
    }

    /** Plain stochastic gradient descent: {@code w -= rate * g}. */
    record Sgd(double rate) implements Optimiser {
        public Sgd {
            requireRate("rate", rate);
        }

        @Override
        public boolean continues(Optimiser before) {
            return before instanceof Sgd;
        }

        @Override
        public Optimiser times(double pace) {
            return new Sgd(Optimiser.times(rate, pace));
        }

        @Override
        public int slots() {
            return 0;
        }

        @Override
        public float initial(int slot, float parameter) {
            throw new IndexOutOfBoundsException("sgd has no state, asked for slot " + slot);
        }

        @Override
        public void step(float[] parameters, float[] gradient, float[][] state, int from, int to) {
            float r = (float) rate;
            for (int i = from; i < to; i++) {
                parameters[i] -= r * gradient[i];
            }
        }

        @Override
        public void strides(float[][] state, float[] strides, int from, int to) {
            Arrays.fill(strides, from, to, (float) rate);
        }
    }

    /** AdaGrad (Duchi, Hazan and Singer 2011): {@code G += g^2; w -= rate * g / (sqrt(G) + epsilon)}. */
    record AdaGrad(double rate, double epsilon, double start) implements Optimiser {
        public AdaGrad {
            requireRate("rate", rate);
            Require.that(epsilon > 0 && epsilon < 1, "optimiser.epsilon must be in (0, 1), got %s", epsilon);
            Require.that(start >= 0 && start < 1e6, "optimiser.start must be from 0 to 1e6, got %s", start);
        }

        /** Any but another {@code start}, from which sums have grown that have not yet grown far. */
        @Override
        public boolean continues(Optimiser before) {
            return before instanceof AdaGrad other && start == other.start;
        }

        @Override
        public Optimiser times(double pace) {
            return new AdaGrad(Optimiser.times(rate, pace), epsilon, start);
        }

        @Override
        public int slots() {
            return 1;
        }

        @Override
        public float initial(int slot, float parameter) {
            return (float) start;
        }

        @Override
        public void step(float[] parameters, float[] gradient, float[][] state, int from, int to) {
            float r = (float) rate;
            float e = (float) epsilon;
            float[] sums = state[0];
            for (int i = from; i < to; i++) {
                float g = gradient[i];
                float sum = sums[i] + g * g;
                sums[i] = sum;
                parameters[i] -= r * g / ((float) Math.sqrt(sum) + e);
            }
        }

        @Override
        public void strides(float[][] state, float[] strides, int from, int to) {
            float r = (float) rate;
            float e = (float) epsilon;
            float[] sums = state[0];
            for (int i = from; i < to; i++) {
                float hasMoved = Math.min(1, sums[i] * Float.MAX_VALUE); // 0 or 1 without a branch
                strides[i] = hasMoved * r / ((float) Math.sqrt(sums[i]) + e);
            }
        }
    }

    /**
     * Adam (Kingma and Ba 2015, algorithm 1), lazily: each parameter counts its own steps, so that the row of a rare
     * category is corrected for its own age and not for the stream's.
     */
    record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimiser {
        public Adam {
            requireRate("rate", rate);
            Require.that(beta1 >= 0 && beta1 < 1, "optimiser.beta1 must be in [0, 1), got %s", beta1);
            Require.that(beta2 >= 0 && beta2 < 1, "optimiser.beta2 must be in [0, 1), got %s", beta2);
            Require.that(epsilon > 0 && epsilon < 1, "optimiser.epsilon must be in (0, 1), got %s", epsilon);
        }

        /** Any but other betas, whose weights are in the means and in their corrections. */
        @Override
        public boolean continues(Optimiser before) {
            return before instanceof Adam other && beta1 == other.beta1 && beta2 == other.beta2;
        }

        @Override
        public Optimiser times(double pace) {
            return new Adam(Optimiser.times(rate, pace), beta1, beta2, epsilon);
        }

        @Override
        public int slots() {
            return 3;
        }

        @Override
        public float initial(int slot, float parameter) {
            return 0;
        }

        @Override
        public void step(float[] parameters, float[] gradient, float[][] state, int from, int to) {
            float[] mean = state[0];
            float[] variance = state[1];
            float[] steps = state[2]; // whole numbers; exact up to 2^24, where both corrections have long been 1
            float lastSteps = -1;
            float stride = 0;
            float correction = 1;
            for (int i = from; i < to; i++) {
                float k = Math.min(steps[i] + 1, 1 << 24);
                if (k != lastSteps) {
                    stride = (float) (rate / (1 - StrictMath.pow(beta1, k)));
                    correction = (float) (1 / (1 - StrictMath.pow(beta2, k)));
                    lastSteps = k;
                }
                float g = gradient[i];
                steps[i] = k;
                mean[i] = (float) beta1 * mean[i] + (float) (1 - beta1) * g;
                variance[i] = (float) beta2 * variance[i] + (float) (1 - beta2) * g * g;
                parameters[i] -= stride * mean[i] / ((float) Math.sqrt(variance[i] * correction) + (float) epsilon);
            }
        }

        @Override
        public void strides(float[][] state, float[] strides, int from, int to) {
            float lastSteps = -1;
            double correction = 1;
            for (int i = from; i < to; i++) {
                float k = state[2][i];
                if (k != lastSteps) {
                    correction = 1 / (1 - StrictMath.pow(beta2, k));
                    lastSteps = k;
                }
                float variance = state[1][i];
                strides[i] = variance == 0 ? 0 : (float) (rate / (Math.sqrt(variance * correction) + epsilon));
            }
        }
    }

    /**
     * FTRL-Proximal, per coordinate (McMahan et al. 2013, algorithm 1), with {@code rate} for alpha. State: z and n. A
     * parameter that starts elsewhere than at 0 starts with the z that the closed form maps to it.
     */
    record FtrlProximal(double rate, double beta, double l1, double l2) implements Optimiser {
        public FtrlProximal {
            requireRate("rate", rate);
            Require.that(beta > 0 && beta <= 100, "optimiser.beta must be in (0, 100], got %s", beta);
            Require.that(l1 >= 0 && l1 <= 1e6, "optimiser.l1 must be from 0 to 1e6, got %s", l1);
            Require.that(l2 >= 0 && l2 <= 1e6, "optimiser.l2 must be from 0 to 1e6, got %s", l2);
        }

        /** Only the same: z and n stand for parameters by the closed form, which has all settings in it. */
        @Override
        public boolean continues(Optimiser before) {
            return equals(before);
        }

        @Override
        public Optimiser times(double pace) {
            return new FtrlProximal(Optimiser.times(rate, pace), beta, l1, l2);
        }

        @Override
        public int slots() {
            return 2;
        }

        @Override
        public float initial(int slot, float parameter) {
            if (slot == 1 || parameter == 0) {
                return 0;
            }
            return (float) (-parameter * (beta / rate + l2) - Math.signum(parameter) * l1);
        }

        @Override
        public void step(float[] parameters, float[] gradient, float[][] state, int from, int to) {
            float[] zs = state[0];
            float[] ns = state[1];
            float alpha = (float) rate;
            float threshold = (float) l1;
            for (int i = from; i < to; i++) {
                float g = gradient[i];
                float rootBefore = (float) Math.sqrt(ns[i]);
                float n = ns[i] + g * g;
                float root = (float) Math.sqrt(n);
                float z = zs[i] + g - (root - rootBefore) / alpha * parameters[i];
                ns[i] = n;
                zs[i] = z;
                float shrunk = z - Math.max(-threshold, Math.min(threshold, z));
                parameters[i] = -shrunk / (((float) beta + root) / alpha + (float) l2);
            }
        }

        @Override
        public void strides(float[][] state, float[] strides, int from, int to) {
            for (int i = from; i < to; i++) {
                strides[i] = (float) (rate / (beta + Math.sqrt(state[1][i])));
            }
        }
    }
}

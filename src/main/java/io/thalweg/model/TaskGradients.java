package io.thalweg.model;

import io.thalweg.balance.TaskWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What each present task alone would have a step do: gradients of the blocks, and slopes of the inputs. What serves one
 * task is its own, what serves several is shared, whosever it is.
 */
final class TaskGradients {
    private final List<PlacedBlock> blocks;
    private final Parameters parameters;
    private final List<Rows> inputs;
    private final List<boolean[]> inputUsers;
    private final float[][] gradients; // [tasks][parameters]
    private final List<float[][]> slopes = new ArrayList<>(); // of each input [tasks][rows, width + 1]

    TaskGradients(
            List<PlacedBlock> blocks, Parameters parameters, List<Rows> inputs, List<boolean[]> inputUsers, int tasks) {
        this.blocks = blocks;
        this.parameters = parameters;
        this.inputs = inputs;
        this.inputUsers = inputUsers;
        gradients = new float[tasks][parameters.values().length];
        inputs.forEach(input -> slopes.add(new float[tasks][input.slopes().length]));
    }

    /** Keeps what the way back of this task alone has left in parameters and inputs. */
    void keep(int task, int rows) {
        System.arraycopy(parameters.gradient(), 0, gradients[task], 0, gradients[task].length);
        for (int i = 0; i < inputs.size(); i++) {
            float[] own = slopes.get(i)[task];
            System.arraycopy(
                    inputs.get(i).slopes(), 0, own, 0, rows * inputs.get(i).stride());
        }
    }

    /** {@code [tasks][tasks]} inner products of the present tasks' gradients of all shared blocks; 0 for the others. */
    double[][] gram(boolean[] present) {
        int tasks = present.length;
        double[][] gram = new double[tasks][tasks];
        for (int task = 0; task < tasks; task++) {
            for (int other = 0; other <= task; other++) {
                gram[task][other] = present[task] && present[other] ? product(task, other) : 0;
                gram[other][task] = gram[task][other];
            }
        }
        return gram;
    }

    private double product(int task, int other) {
        double sum = 0;
        for (PlacedBlock block : blocks) {
            if (block.isShared() && block.users()[task] && block.users()[other]) {
                sum += product(gradients[task], gradients[other], block.at(), block.end());
            }
        }
        return sum;
    }

    /** In four sums, whose order does not change, since one would wait for itself at every number. */
    private static double product(float[] one, float[] two, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a += (double) one[i] * two[i];
            b += (double) one[i + 1] * two[i + 1];
            c += (double) one[i + 2] * two[i + 2];
            d += (double) one[i + 3] * two[i + 3];
        }
        for (; i < to; i++) {
            a += (double) one[i] * two[i];
        }
        return a + b + (c + d);
    }

    /** Leaves the weighted sums in parameters and inputs. */
    void combine(TaskWeights weights, boolean[] present, int rows) {
        for (PlacedBlock block : blocks) {
            Sum sum = new Sum(block.users(), present, block.isShared() ? weights.shared() : weights.own());
            sum.of(gradients, parameters.gradient(), block.at(), block.end());
        }
        for (int i = 0; i < inputs.size(); i++) {
            boolean[] users = inputUsers.get(i);
            Sum sum = new Sum(users, present, Users.several(users) ? weights.shared() : weights.own());
            sum.of(
                    slopes.get(i),
                    inputs.get(i).slopes(),
                    0,
                    rows * inputs.get(i).stride());
        }
    }

    /** Of the present users, in order. */
    private record Sum(boolean[] users, boolean[] present, double[] weights) {
        void of(float[][] terms, float[] to, int from, int end) {
            Arrays.fill(to, from, end, 0);
            for (int task = 0; task < users.length; task++) {
                if (users[task] && present[task]) {
                    float[] term = terms[task];
                    float weight = (float) weights[task];
                    for (int i = from; i < end; i++) {
                        to[i] += weight * term[i];
                    }
                }
            }
        }
    }
}

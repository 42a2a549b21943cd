package io.thalweg.learn;

import io.thalweg.loss.Conjunction;
import io.thalweg.task.Factors;
import io.thalweg.task.Precedence;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chances of tasks that can happen only where earlier ones do (entire space multi-task model, Ma et al. 2018, section
 * 2.2, for any number of steps): what the network says of such a task is its log-odds where all earlier ones happened,
 * and its chance is the product
 *
 * <pre>
 * p_t = product over s of sigmoid(b_s)     s: t and all tasks that it is after by product, each once
 * </pre>
 *
 * Its score is the log-odds of p_t. Losses, metrics and predictions are of that one; slopes go to all b_s. A task that
 * two ways lead to counts once, which is right where those ways are independent given the task.
 */
final class Products {
    private final List<Integer> products = new ArrayList<>(); // tasks of several factors, each behind those
    private final List<List<Integer>> factors; // of each task
    private final int[] first;
    private final int outputs;

    Products(List<Task> tasks, int[] first, int outputs) {
        factors = Factors.of(
                tasks.stream().map(Task::name).toList(),
                tasks.stream().map(Task::after).toList());
        for (int task : Precedence.of(tasks).order()) {
            if (factors.get(task).size() > 1) {
                products.add(task);
            }
        }
        this.first = first;
        this.outputs = outputs;
    }

    /**
     * Adds to the shifted scores of products what their silence is to say besides: a prior is of all events that have
     * the task's label, and a factor's is of those among them where the earlier tasks happened. Labels often come one
     * task at a time, so these cannot be looked at; as many are expected as the earlier tasks' own rates say, and half
     * a label of each class is added as it is to rates.
     */
    void shift(float[] scores, List<TaskProgress> progress) {
        if (products.isEmpty()) {
            return;
        }
        double[] excess = excess(progress);
        for (int task : products) {
            for (int at = first[task]; at < scores.length; at += outputs) {
                scores[at] += (float) excess[task];
            }
        }
    }

    /** For each task what its silence is to say besides; 0 where it is no product. */
    double[] excess(List<TaskProgress> progress) {
        double[] excess = new double[factors.size()];
        double[] starts = new double[factors.size()]; // log-odds of the factors of products
        for (int task : products) {
            double earlier = 1;
            for (int factor : factors.get(task)) {
                boolean isProduct = factors.get(factor).size() > 1;
                earlier *= factor == task
                        ? 1
                        : sigmoid(
                                isProduct
                                        ? starts[factor]
                                        : progress.get(factor).usual());
            }
            double usual = progress.get(task).usual();
            starts[task] =
                    conditional(sigmoid(usual), earlier, progress.get(task).labelled());
            excess[task] = starts[task] - usual;
        }
        return excess;
    }

    /** Of each task the tasks whose chances its own is the product of; itself where it is no product. */
    List<List<Integer>> factors() {
        return factors;
    }

    /** Log-odds of 1 among those of {@code count} labels, with a rate of 1, that the earlier tasks leave. */
    private static double conditional(double rate, double earlier, long count) {
        double expected = earlier * count;
        double ones = Math.max(0, Math.min(expected, rate * (count + 1) - 0.5));
        return StrictMath.log((ones + 0.5) / (expected - ones + 0.5));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    /** From the factors' scores to those of the products, {@code [rows, outputs]}; the same array if there are none. */
    float[] of(float[] scores) {
        float[] made = products.isEmpty() ? scores : scores.clone();
        fill(scores, made);
        return made;
    }

    private void fill(float[] scores, float[] made) {
        for (int task : products) {
            double[] parts = new double[factors.get(task).size()];
            for (int at = 0; at < scores.length; at += outputs) {
                read(scores, at, task, parts);
                made[at + first[task]] = (float) Conjunction.logOdds(parts);
            }
        }
    }

    /** The same in place. */
    void fill(float[] scores) {
        if (!products.isEmpty()) {
            fill(scores.clone(), scores);
        }
    }

    /** The same for several networks. */
    float[][] of(float[][] scores) {
        float[][] made = scores.clone();
        Arrays.setAll(made, network -> of(scores[network]));
        return made;
    }

    private void read(float[] scores, int at, int task, double[] parts) {
        for (int i = 0; i < parts.length; i++) {
            parts[i] = scores[at + first[factors.get(task).get(i)]];
        }
    }

    /**
     * From slopes in the products' scores to slopes in those of the factors, in place.
     *
     * @param scores of the factors
     */
    float[] spread(float[] scores, float[] slopes) {
        if (products.isEmpty()) {
            return slopes;
        }
        float[] whole = slopes.clone();
        for (int task : products) {
            double[] parts = new double[factors.get(task).size()];
            double[] shares = new double[parts.length];
            for (int at = 0; at < scores.length; at += outputs) {
                read(scores, at, task, parts);
                Conjunction.slopes(parts, shares);
                float slope = whole[at + first[task]];
                slopes[at + first[task]] -= slope;
                for (int i = 0; i < parts.length; i++) {
                    slopes[at + first[factors.get(task).get(i)]] += (float) (slope * shares[i]);
                }
            }
        }
        return slopes;
    }
}

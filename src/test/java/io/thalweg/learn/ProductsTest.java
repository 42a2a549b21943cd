package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.loss.Logistic;
import io.thalweg.task.After;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProductsTest {
    /** In a list whose order is not theirs: two ways lead from pay to click. */
    private static final List<Task> DIAMOND =
            List.of(task("pay", "cart", "wish"), task("cart", "click"), task("wish", "click"), task("click"));

    private static final float H = 1e-2f;

    private static Task task(String name, String... after) {
        List<After> links = Stream.of(after).<After>map(After.Product::new).toList();
        return new Task(name, new Logistic(), new LabelTransform.Identity(), 1, links);
    }

    private static Products products(List<Task> tasks) {
        return new Products(tasks, IntStream.range(0, tasks.size()).toArray(), tasks.size());
    }

    private static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    @Test
    void aChanceIsTheProductOfAllEarlierOnesEachOnce() {
        float[] factors = {1, 0.5f, -0.25f, -1, 2, -2, 3, 0};
        float[] scores = products(DIAMOND).of(factors);
        for (int at = 0; at < factors.length; at += 4) {
            double click = sigmoid(factors[at + 3]);
            double cart = click * sigmoid(factors[at + 1]);
            double wish = click * sigmoid(factors[at + 2]);
            double pay = cart * sigmoid(factors[at + 2]) * sigmoid(factors[at]);
            assertThat(scores[at + 3]).isEqualTo(factors[at + 3]);
            assertThat(sigmoid(scores[at + 1])).isCloseTo(cart, within(1e-6));
            assertThat(sigmoid(scores[at + 2])).isCloseTo(wish, within(1e-6));
            assertThat(sigmoid(scores[at])).isCloseTo(pay, within(1e-6));
        }
    }

    @Test
    void slopesGoToEveryFactor() {
        Products products = products(DIAMOND);
        var random = new SplittableRandom(3);
        float[] factors = new float[40];
        float[] slopes = new float[40];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) random.nextDouble(-3, 3);
            slopes[i] = (float) random.nextDouble(-1, 1);
        }
        float[] spread = products.spread(factors, slopes.clone());
        for (int i = 0; i < factors.length; i++) {
            float at = factors[i];
            factors[i] = at + H;
            double above = value(products.of(factors), slopes);
            factors[i] = at - H;
            double below = value(products.of(factors), slopes);
            factors[i] = at;
            assertThat((double) spread[i]).isCloseTo((above - below) / (2 * H), within(1e-3));
        }
    }

    private static double value(float[] scores, float[] slopes) {
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> (double) slopes[i] * scores[i])
                .sum();
    }

    @Test
    void withoutProductsNothingIsTouched() {
        Products none = products(List.of(task("a"), task("b")));
        float[] scores = {1, 2};
        assertThat(none.of(scores)).isSameAs(scores);
        assertThat(none.spread(scores, scores)).isSameAs(scores).containsExactly(1, 2);
    }

    /** Silence says each task's own rate, though a factor begins at the rate where the earlier tasks happened. */
    @Test
    void aSilentNetworkSaysWhatIsUsualOfEveryTask() {
        double[] rates = {0.002, 0.02, 0.05, 0.1}; // 0.002 = 0.1 * 0.2 * 0.5 * 0.2
        List<TaskProgress> progress = progress(rates, 100_000);
        float[] factors = shifted(progress);
        float[] scores = products(DIAMOND).of(factors);
        for (int task = 0; task < rates.length; task++) {
            assertThat(sigmoid(scores[task])).isCloseTo(rates[task], within(rates[task] * 0.01));
        }
        assertThat(sigmoid(factors[1])).isCloseTo(0.2, within(0.002));
        assertThat(sigmoid(factors[0])).isCloseTo(0.2, within(0.002));
    }

    /** More of the later than of the earlier is seen where events are not the same; no chance is above 1. */
    @Test
    void aFactorIsNeverSurerThanItsLabelsAllow() {
        for (double[] rates : new double[][] {{0.9, 0.01, 0.01, 0.01}, {0, 0, 0, 0}, {1, 1, 1, 1}}) {
            for (int labels : new int[] {0, 1, 10, 1_000}) {
                float[] factors = shifted(progress(rates, labels));
                for (float factor : factors) {
                    assertThat((double) factor).isBetween(-20.0, 20.0);
                }
                assertThat(factors[0]).as("begins even").satisfies(first -> {
                    if (labels == 0) {
                        assertThat(first).isZero();
                    }
                });
            }
        }
    }

    private static float[] shifted(List<TaskProgress> progress) {
        float[] scores = new float[progress.size()];
        for (int task = 0; task < scores.length; task++) {
            progress.get(task).prior().shift(scores, scores, task);
        }
        products(DIAMOND).shift(scores, progress);
        return scores;
    }

    private static List<TaskProgress> progress(double[] rates, int labels) {
        return IntStream.range(0, rates.length)
                .mapToObj(task -> {
                    TaskProgress progress = new TaskProgress(DIAMOND.get(task), 100);
                    long ones = Math.round(rates[task] * labels);
                    for (int i = 0; i < labels; i++) {
                        progress.observe(new float[1], 0, i < ones ? 1 : 0);
                    }
                    return progress;
                })
                .toList();
    }
}

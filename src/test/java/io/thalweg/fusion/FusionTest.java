package io.thalweg.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.loss.Huber;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Softmax;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be written at {@code fusion:}, and what comes of it. */
class FusionTest {
    private static final List<Task> TASKS = List.of(
            new Task("click", new Logistic(), new LabelTransform.Identity(), 1),
            new Task("dwell", new Huber(1), new LabelTransform.Log1p(), 1),
            new Task("five-star", new Logistic(), new LabelTransform.Identity(), 1),
            new Task("stars", new Softmax(5), new LabelTransform.Identity(), 1));

    private static double of(String text) {
        Fusion fusion = Fusion.parse(text, TASKS);
        double[] scores = fusion.tasks().stream()
                .mapToDouble(task -> task.equals("click") ? 0.25 : task.equals("dwell") ? 15 : 0.5)
                .toArray();
        return fusion.of(scores);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "click; 0.25",
                "1 + 2 * 3; 7",
                "(1 + 2) * 3; 9",
                "8 / 4 / 2; 1",
                "8 - 4 - 2; 2",
                "2 ^ 3 ^ 2; 512",
                "-2^2; -4",
                "(-2)^2; 4",
                "2^-1; 0.5",
                "--3; 3",
                "2 * -3; -6",
                "1.5e1 + .5; 15.5",
                "click ^ 0.5 * (1 + dwell)^0.25; 1",
                "click · 4; 1",
                "min(click, dwell) + max(1, 2); 2.25",
                "log(exp(1)) + sqrt(dwell + 1); 5",
                "`five-star` * 2; 1",
                "dwell - dwell + click; 0.25",
            })
    void itIsCalculatedAsInABook(String text, double value) {
        assertThat(of(text)).as(text).isEqualTo(value);
    }

    @Test
    void itSaysWhichScoresItReads() {
        assertThat(Fusion.parse("dwell * click + dwell", TASKS).tasks()).containsExactly("dwell", "click");
        assertThat(of("(0 - 1)^0.5")).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "\"\"; 1; the end is not expected there",
                "click +; 8; the end is not expected there",
                "clicks; 1; there is no task 'clicks'; there are click, dwell, five-star, stars",
                "click * * 2; 9; '*' is not expected there",
                "(click; 7; ')' is expected, and there is the end",
                "click); 6; ')' is not expected there",
                "2 click; 3; 'c' is not expected there",
                "pow(click, 2); 1; there is no function 'pow'; allowed are exp, log, sqrt, min, max",
                "min(click); 10; ',' is expected, and there is ')'",
                "2 * stars; 5; the score of task 'stars' is the number of a class",
                "five-star; 1; there is no task 'five'",
            })
    void whatCannotBeReadIsNamedWithItsPlace(String text, int position, String why) {
        assertThatThrownBy(() -> Fusion.parse(text, TASKS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'%s' cannot be read at position %d: ".formatted(text, position))
                .hasMessageContaining(why);
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThatThrownBy(() -> Fusion.parse("(".repeat(400) + "1" + ")".repeat(400), TASKS))
                .hasMessageContaining("more than 50 things are inside of each other");
        assertThatThrownBy(() -> Fusion.parse("-".repeat(900) + "1", TASKS))
                .hasMessageContaining("more than 50 things are inside of each other");
        assertThatThrownBy(() -> Fusion.parse("1+".repeat(900) + "1", TASKS))
                .hasMessageContaining("longer than 1000 characters");
    }

    @Test
    void anyTextIsAnExpressionOrIsRefused() {
        long seed = Long.getLong("thalweg.seed", 42);
        var random = new SplittableRandom(seed);
        String letters = "click dwell 12.5e()+-*/^,`·minmaxexp";
        int good = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(12), 0, letters.length()).forEach(at -> text.append(letters.charAt(at)));
            try {
                of(text.toString());
                good++;
            } catch (IllegalArgumentException e) {
                assertThat(e).as("-Dthalweg.seed=%d", seed).hasMessageContaining("cannot be read at position");
            }
        }
        assertThat(good).isPositive();
    }
}

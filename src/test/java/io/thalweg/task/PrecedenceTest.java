package io.thalweg.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.loss.Logistic;
import io.thalweg.task.After.Gradient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
    private static Task task(String name, String... after) {
        List<After> links = Stream.of(after).<After>map(After.Product::new).toList();
        return new Task(name, new Logistic(), new LabelTransform.Identity(), 1, links);
    }

    @Test
    void tasksKeepTheirOrderWhereNothingIsAfterAnything() {
        assertThat(Precedence.of(List.of(task("a"), task("b"), task("c"))).order())
                .containsExactly(0, 1, 2);
    }

    @Test
    void aTaskComesBehindAllThatItIsAfter() {
        List<Task> tasks = List.of(task("pay", "cart", "visit"), task("cart", "click"), task("visit"), task("click"));
        assertThat(Precedence.of(tasks).order()).containsExactly(3, 1, 2, 0);
    }

    @Test
    void aCircleIsShown() {
        List<Task> tasks = List.of(task("d", "a"), task("a", "b"), task("b", "c"), task("c", "a"));
        assertThatThrownBy(() -> Precedence.of(tasks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "tasks.c.after goes in a circle: a after b after c after a; each of them would have to be known"
                                + " before the others");
        assertThatThrownBy(() -> Precedence.of(List.of(task("a", "a"))))
                .hasMessageStartingWith("tasks.a.after goes in a circle: a after a;");
    }

    @Test
    void aTaskThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Precedence.of(List.of(task("a"), task("b", "x"))))
                .hasMessage("tasks.b.after is 'x', but there is no such task; there are a, b");
    }

    @Test
    void oneLinkOfAKindIsEnough() {
        var passing = new After.Passing("a", Gradient.FULL);
        var stopped = new After.Passing("a", Gradient.STOP);
        Task task = task("c");
        assertThat(task.after(List.of(passing, new After.Product("a"))).after(After.Passing.class))
                .containsExactly(passing);
        assertThatThrownBy(() -> task.after(List.of(passing, stopped)))
                .hasMessage("tasks.c.after has 'a' twice by the same; keep one");
        List<After> two =
                List.of(new After.Attention("a", Gradient.FULL, 0), new After.Attention("b", Gradient.FULL, 0));
        assertThatThrownBy(() -> task.after(two))
                .hasMessage(
                        "tasks.c.after has attention to 'a' and to 'b'; a funnel has one step before each, keep one");
    }

    /** Two ways lead from d to a. */
    @Test
    void factorsCountOnceHoweverManyWaysLeadToThem() {
        List<Task> tasks = List.of(task("d", "b", "c"), task("b", "a"), task("c", "a"), task("a"), task("e"));
        assertThat(Factors.of(
                        tasks.stream().map(Task::name).toList(),
                        tasks.stream().map(Task::after).toList()))
                .containsExactly(List.of(0, 1, 2, 3), List.of(1, 3), List.of(2, 3), List.of(3), List.of(4));
    }

    /** A stored model is compared by these words. */
    @Test
    void aTaskThatComesAfterNoneReadsAsItAlwaysDid() {
        assertThat(task("a")).hasToString("Task[name=a, loss=Logistic[], transform=Identity[], weight=1.0]");
        assertThat(task("b", "a"))
                .hasToString(
                        "Task[name=b, loss=Logistic[], transform=Identity[], weight=1.0, after=[Product[task=a]]]");
    }
}

package io.thalweg.scenario;

import io.thalweg.task.After;
import io.thalweg.task.After.Gradient;
import io.thalweg.task.Task;
import java.util.List;

/** The tasks of {@link Worlds}, click, dwell and stars, one after the other in every way that there is. */
public final class Afters {
    private Afters() {}

    /** A list for each way, and one in which ways come together. */
    public static List<List<Task>> all() {
        return List.of(passing(Gradient.FULL), passing(Gradient.STOP), product(), attention(Gradient.FULL), together());
    }

    /** All through which the whole gradient goes. */
    public static List<List<Task>> full() {
        return List.of(passing(Gradient.FULL), attention(Gradient.FULL), together());
    }

    /** Each task reads all before it. */
    public static List<Task> passing(Gradient gradient) {
        return tasks(
                List.of(new After.Passing("click", gradient)),
                List.of(new After.Passing("click", gradient), new After.Passing("dwell", gradient)));
    }

    public static List<Task> product() {
        return tasks(List.of(new After.Product("click")), List.of(new After.Product("dwell")));
    }

    public static List<Task> attention(Gradient gradient) {
        return tasks(
                List.of(new After.Attention("click", gradient, 0)), List.of(new After.Attention("dwell", gradient, 0)));
    }

    /** The last two the other way round, so that a task comes after one that is behind it in the list. */
    public static List<Task> together() {
        return tasks(
                List.of(new After.Attention("stars", Gradient.FULL, 0), new After.Passing("click", Gradient.FULL)),
                List.of(new After.Product("click"), new After.Passing("click", Gradient.FULL)));
    }

    private static List<Task> tasks(List<After> dwell, List<After> stars) {
        List<Task> tasks = Worlds.tasks();
        return List.of(tasks.get(0), tasks.get(1).after(dwell), tasks.get(2).after(stars));
    }
}

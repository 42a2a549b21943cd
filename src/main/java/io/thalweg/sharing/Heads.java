package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Extent;
import io.thalweg.sharing.Plan.Signal;
import io.thalweg.task.After;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws each task's head behind the heads of the tasks that it comes after, whatever the tasks share below.
 *
 * <p>What is passed stands beside what the head reads anyway. Attention is between the head's own top q and what is
 * transferred from the earlier head's top (Xi et al. 2021, equations 6 to 8), with weights that both have in common:
 *
 * <pre>
 * p = relu(z_earlier G + b)
 * z = sum over u in {p, q} of softmax over u (&lt;query(u), key(u)&gt; / sqrt(width)) value(u)
 * </pre>
 *
 * query, key and value being linear layers as wide as q, and all of it the later task's own.
 */
final class Heads {
    private final Plan plan;
    private final Extent extent;
    private final Map<Integer, Signal> waiting = new LinkedHashMap<>();
    private final Map<Integer, Signal> tops = new LinkedHashMap<>(); // what the scores of a task are made of
    private final Map<Integer, Signal> passed = new LinkedHashMap<>(); // what of a task others read

    Heads(Plan plan, Extent extent) {
        this.plan = plan;
        this.extent = extent;
    }

    /** A task whose head reads {@code from}. */
    void add(int task, Signal from) {
        waiting.put(task, from);
        drawWaiting();
    }

    private void drawWaiting() {
        while (waiting.keySet().removeIf(this::drawnIfReady)) {
            continue; // with what others waited for
        }
    }

    /** A task whose scores were made of {@code top} by whoever draws. */
    void drawn(int task, Signal top, Signal score) {
        tops.put(task, top);
        passed.put(task, score);
        drawWaiting();
    }

    /** To be called when every task was added. */
    void requireAll() {
        Require.that(
                waiting.isEmpty(),
                "tasks %s wait for tasks that are not there, or for each other",
                waiting.keySet().stream().map(extent.tasks()::get).toList());
    }

    private boolean drawnIfReady(int task) {
        boolean isReady = extent.after().get(task).stream().allMatch(after -> tops.containsKey(position(after)));
        Signal from = waiting.get(task);
        if (isReady && from != null) {
            draw(task, from);
        }
        return isReady;
    }

    private int position(After after) {
        return extent.tasks().indexOf(after.task());
    }

    private void draw(int task, Signal from) {
        int layers = extent.task().size();
        Signal top = plan.tower("head", task, withPassed(task, from), extent.task());
        boolean isOwn = layers > 0;
        for (After after : extent.after().get(task)) {
            if (after instanceof After.Attention attention) {
                top = attend(task, read(tops, attention, attention.gradient()), top);
                isOwn = true;
            }
        }
        Signal score = plan.score(task, layers, top);
        tops.put(task, top);
        passed.put(task, isOwn ? top : score);
    }

    private Signal withPassed(int task, Signal from) {
        List<Signal> all = new ArrayList<>(List.of(from));
        for (After after : extent.after().get(task)) {
            if (after instanceof After.Passing passing) {
                all.add(read(passed, passing, passing.gradient()));
            }
        }
        return all.size() == 1 ? from : plan.join(all);
    }

    private Signal read(Map<Integer, Signal> of, After after, After.Gradient gradient) {
        Signal signal = of.get(position(after));
        if (signal == null) {
            throw new IllegalStateException("the head of " + after.task() + " is not drawn yet");
        }
        return gradient == After.Gradient.STOP ? plan.stop(signal) : signal;
    }

    private Signal attend(int task, Signal earlier, Signal own) {
        int width = own.width();
        Signal transferred = plan.rectified("transfer", task, 0, earlier, width);
        List<Signal> both = List.of(transferred, own);
        return plan.attend(
                linear("query", task, both, width),
                linear("key", task, both, width),
                linear("value", task, both, width));
    }

    private List<Signal> linear(String role, int task, List<Signal> from, int width) {
        return from.stream()
                .map(signal -> plan.linear(role, task, 0, signal, width))
                .toList();
    }
}

package io.thalweg.balance;

import io.thalweg.task.Task;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A balance with what it has seen. One owner thread. */
public final class Balancer {
    private final Balance balance;
    private final Memory memory;
    private final double[] last; // weight of each task in its last step
    private final Memory marked;
    private final double[] markedLast;

    public Balancer(Balance balance, int tasks) {
        this.balance = balance;
        memory = new Memory(balance, tasks);
        marked = new Memory(balance, tasks);
        markedLast = new double[tasks];
        last = new double[tasks];
        Arrays.fill(last, 1);
    }

    public Balance balance() {
        return balance;
    }

    /** Remembers how it is now, for {@link #rewind}. */
    public void mark() {
        marked.copy(memory);
        System.arraycopy(last, 0, markedLast, 0, last.length);
    }

    /** Goes back to the last {@link #mark}. */
    public void rewind() {
        memory.copy(marked);
        System.arraycopy(markedLast, 0, last, 0, last.length);
    }

    /**
     * Weighs a step's tasks. A step with fewer than two present tasks has nothing to balance, and one whose losses or
     * gradients are not finite teaches nothing: in both everybody counts once, and nothing is remembered.
     */
    public TaskWeights weigh(Observation step) {
        int tasks = last.length;
        if (!canLearn(step)) {
            return TaskWeights.even(tasks);
        }
        double[] weights = balance.weigh(memory, step);
        for (int task : step.tasks()) {
            last[task] = weights[task];
        }
        double[] own = balance.isOfShared() ? TaskWeights.even(tasks).own() : weights;
        return new TaskWeights(weights, own);
    }

    private boolean canLearn(Observation step) {
        return !(balance instanceof Fixed) && step.isOfSeveral() && step.isFinite();
    }

    /**
     * Learns from what a step has done that {@link #weigh} weighed, if the balance wants that.
     *
     * @param losses of the same labels after it, like {@link Observation#losses}
     */
    public void lookAgain(Observation step, double[] losses) {
        if (canLearn(step) && step.after(losses).isFinite()) {
            balance.lookAgain(memory, step, losses);
        }
    }

    /** Of a task in the last step that it had a label in: in what is shared at least. 1 before the first. */
    public double weight(int task) {
        return last[task];
    }

    /** Between the gradients of two tasks, as the balance averages them; NaN if it does not, or never saw both. */
    private double cosine(int task, int other) {
        return balance.numbersOfPair() == Gradients.NUMBERS_OF_PAIR ? Gradients.seen(memory, task, other) : Double.NaN;
    }

    /** The same between a task and each other one that it was seen with, by their names. */
    public Map<String, Double> cosines(int task, List<Task> tasks) {
        Map<String, Double> cosines = new LinkedHashMap<>();
        for (int other = 0; other < tasks.size(); other++) {
            double cosine = cosine(task, other);
            if (other != task && !Double.isNaN(cosine)) {
                cosines.put(tasks.get(other).name(), cosine);
            }
        }
        return cosines;
    }

    /**
     * Takes over what an older one knows of the tasks that are left, if it follows the same rule, whatever its
     * settings; everything else is as it begins.
     *
     * @param origins of each task its position there, or -1
     */
    public void inherit(Balancer old, int[] origins) {
        if (balance.getClass() != old.balance.getClass()) {
            return;
        }
        memory.inherit(old.memory, origins);
        for (int task = 0; task < origins.length; task++) {
            if (origins[task] >= 0) {
                last[task] = old.last[origins[task]];
            }
        }
    }

    public void write(DataOutput out) throws IOException {
        if (!(balance instanceof Fixed)) {
            Memory.write(out, last);
            memory.write(out);
        }
    }

    /** Takes back what {@link #write} wrote. */
    public void read(DataInput in) throws IOException {
        if (!(balance instanceof Fixed)) {
            Memory.read(in, last);
            memory.read(in);
        }
    }
}

package io.thalweg.learn;

import io.thalweg.loss.Loss;
import io.thalweg.loss.Prior;
import io.thalweg.sharing.Newcomers;
import io.thalweg.task.Task;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Which tasks were added and wait to be like another one, and what has been seen of that: the loss of each other task's
 * raw scores on their first labels, from what is usual of those on. Decided by the log alone.
 */
final class Likeness implements Remembered {
    private final List<Task> tasks;
    private final int[] first;
    private final int labels; // to wait for; 0 where nobody ever does
    private final long[] left; // of each task; 0 for those that do not wait
    private final double[][] losses; // [tasks][tasks], and of saying what is usual

    Likeness(List<Task> tasks, int[] first, Newcomers newcomers) {
        this.tasks = tasks;
        this.first = first;
        labels = newcomers instanceof Newcomers.Nearest nearest ? nearest.labels() : 0;
        left = new long[tasks.size()];
        losses = new double[tasks.size()][tasks.size() + 1];
    }

    boolean isWaiting() {
        return Arrays.stream(left).anyMatch(count -> count > 0);
    }

    /** The present tasks but for those that wait. */
    boolean[] taught(boolean[] present) {
        boolean[] taught = present.clone();
        for (int task = 0; task < taught.length; task++) {
            taught[task] &= left[task] == 0;
        }
        return taught;
    }

    /**
     * Judges everybody by a label of a task that waits.
     *
     * @param raw the scores of all tasks from {@code at} on, as the network has them
     * @param prior of this task, before it knows the label
     * @return whether it has waited long enough, and can begin
     */
    boolean compare(int task, float[] raw, int at, float label, Prior prior) {
        if (left[task] == 0) {
            return false;
        }
        Loss loss = tasks.get(task).loss();
        float[] scores = new float[loss.outputs()];
        for (int other = 0; other <= tasks.size(); other++) {
            boolean isSilence = other == tasks.size();
            if (isSilence || isLike(task, other)) {
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = isSilence ? 0 : raw[at + first[other] + i];
                }
                prior.shift(scores, scores, 0);
                losses[task][other] += loss.judge(scores, 0, label);
            } else {
                losses[task][other] = Double.POSITIVE_INFINITY;
            }
        }
        left[task]--;
        return left[task] == 0;
    }

    private boolean isLike(int task, int other) {
        return other != task
                && left[other] == 0
                && tasks.get(other).loss().equals(tasks.get(task).loss())
                && tasks.get(other).after().isEmpty();
    }

    /** The task that said most of its labels, or -1 if what is usual said more. */
    int nearest(int task) {
        int best = tasks.size();
        for (int other = 0; other < tasks.size(); other++) {
            best = losses[task][other] < losses[task][best] ? other : best;
        }
        return best == tasks.size() ? -1 : best;
    }

    /** Goes on for the tasks that are left; those that are new begin to wait, if there is anybody to be like. */
    void inherit(Likeness old, int[] origins) {
        for (int task = 0; task < origins.length; task++) {
            if (origins[task] >= 0) {
                left[task] = labels == 0 ? 0 : old.left[origins[task]];
                losses[task][origins.length] = old.losses[origins[task]][old.left.length];
                for (int other = 0; other < origins.length; other++) {
                    losses[task][other] =
                            origins[other] < 0 ? Double.POSITIVE_INFINITY : old.losses[origins[task]][origins[other]];
                }
            }
        }
        for (int task = 0; task < origins.length; task++) {
            if (origins[task] < 0 && tasks.get(task).after().isEmpty() && hasLike(task, origins)) {
                left[task] = labels;
            }
        }
    }

    private boolean hasLike(int task, int[] origins) {
        for (int other = 0; other < origins.length; other++) {
            if (origins[other] >= 0 && isLike(task, other)) {
                return true;
            }
        }
        return false;
    }

    /** Nothing where nobody ever waits. */
    @Override
    public void write(DataOutput out) throws IOException {
        for (int task = 0; task < left.length && labels > 0; task++) {
            out.writeLong(left[task]);
            for (double loss : losses[task]) {
                out.writeDouble(loss);
            }
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        for (int task = 0; task < left.length && labels > 0; task++) {
            left[task] = in.readLong();
            for (int other = 0; other < losses[task].length; other++) {
                losses[task][other] = in.readDouble();
            }
        }
    }
}

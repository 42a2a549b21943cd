package io.thalweg.learn;

import io.thalweg.task.After;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * What later steps of a funnel pay for being more probable than earlier ones (Xi et al. 2021, equation 12):
 *
 * <pre>
 * calibrator * mean over all events of the step of max(p_later - p_earlier, 0)
 * </pre>
 *
 * It asks for predictions only, so events count whether they have labels or not. Each of the two tasks pays it as a
 * part of its own loss, and so only in steps that it is present in.
 */
final class Calibrators {
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Task> tasks;
    private final int[] first;
    private final int outputs;

    private record Pair(int earlier, int later, double calibrator) {}

    Calibrators(List<Task> tasks, int[] first, int outputs) {
        this.tasks = tasks;
        this.first = first;
        this.outputs = outputs;
        List<String> names = tasks.stream().map(Task::name).toList();
        for (int task = 0; task < tasks.size(); task++) {
            for (After.Attention attention : tasks.get(task).after(After.Attention.class)) {
                if (attention.calibrator() > 0) {
                    pairs.add(new Pair(names.indexOf(attention.task()), task, attention.calibrator()));
                }
            }
        }
    }

    /** Adds to the slopes of the present tasks, {@code [rows, outputs]}, scores being log-odds. */
    void addSlopes(float[] scores, float[] slopes, boolean[] present) {
        for (Pair pair : pairs) {
            double price = pair.calibrator * outputs / scores.length;
            double up = present[pair.earlier] ? -price * tasks.get(pair.earlier).weight() : 0;
            double down = present[pair.later] ? price * tasks.get(pair.later).weight() : 0;
            for (int at = 0; at < scores.length; at += outputs) {
                int earlier = at + first[pair.earlier];
                int later = at + first[pair.later];
                if (scores[later] > scores[earlier]) {
                    slopes[earlier] += (float) (up * bend(scores[earlier]));
                    slopes[later] += (float) (down * bend(scores[later]));
                }
            }
        }
    }

    /** Slope of the sigmoid. */
    private static double bend(double z) {
        double tail = StrictMath.exp(-Math.abs(z));
        return tail / ((1 + tail) * (1 + tail));
    }
}

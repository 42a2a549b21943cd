package io.thalweg.feature;

import io.thalweg.ingest.Reason;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an example may hold, told from it alone: the same at the end of the route and before the learner, live, in a
 * replay and over a file. So a number, label or weight that is finite but absurd is refused before anything that
 * remembers has seen it.
 *
 * <ul>
 *   <li>A number of a feature, in its own unit: at most 2^64 (1.8e19) away from 0. No 64-bit integer is, whatever it
 *       counts; what is beyond has no square in single precision. Heavy tails below that are the standardiser's
 *       business.
 *   <li>A label in its learned unit: at most 1e6 away from 0, and one that the task's loss knows.
 *   <li>A weight: from 0 to 1e6.
 * </ul>
 */
public final class Admission {
    /** Of a feature, in its own unit. */
    static final double LARGEST_NUMBER = 0x1p64;

    private static final double LARGEST_LABEL = 1e6; // learned; and the largest weight

    private final List<Feature.Numerical> numerics;
    private final float[] largest; // of each of them, as it stands in an example
    private final List<Task> tasks;

    public Admission(FeatureMap map) {
        numerics = map.numerics();
        tasks = map.tasks();
        largest = new float[numerics.size()];
        for (int i = 0; i < largest.length; i++) {
            boolean isLog = numerics.get(i) instanceof Feature.Numeric numeric && numeric.log1p();
            largest[i] = (float) (isLog ? StrictMath.log1p(LARGEST_NUMBER) : LARGEST_NUMBER);
        }
    }

    /** Why nobody can learn from the example, or score it; empty if it can be taken in. */
    public Optional<Extracted.Rejected> complaint(Example example) {
        List<Extracted.Rejected> wrong = new ArrayList<>(0);
        complaint(example.numbers()).ifPresent(wrong::add);
        if (!example.isRequest()) {
            judgeLabels(example, wrong);
        }
        return wrong.stream().findFirst();
    }

    /** Why nobody can learn from these numbers of an example; NaN is one that is not known. */
    Optional<Extracted.Rejected> complaint(float[] numbers) {
        for (int i = 0; i < largest.length; i++) {
            if (Math.abs(numbers[i]) > largest[i]) {
                String unit = largest[i] < (float) LARGEST_NUMBER ? " after log1p" : "";
                String detail =
                        "feature '%s' is %s%s; allowed are numbers from -2^64 to 2^64 (1.8e19) before any transform:"
                                + " mend the source, give the field a larger unit, or leave it empty where it is not known";
                return Optional.of(new Extracted.Rejected(
                        Reason.OUT_OF_RANGE, detail.formatted(numerics.get(i).name(), numbers[i], unit)));
            }
        }
        return Optional.empty();
    }

    private void judgeLabels(Example example, List<Extracted.Rejected> wrong) {
        boolean known = false;
        for (int i = 0; i < example.labels().length; i++) {
            float label = example.labels()[i];
            if (!Float.isNaN(label)) {
                known = true;
                Task task = tasks.get(example.tasks()[i]);
                reject(wrong, task, "label " + label, wrongWithLabel(task, label));
                reject(wrong, task, "weight " + example.weight(i), wrongWithWeight(example.weight(i)));
            }
        }
        if (!known) {
            wrong.add(new Extracted.Rejected(Reason.BAD_LABEL, "none of its labels is known, and it is no request"));
        }
    }

    private static void reject(List<Extracted.Rejected> wrong, Task task, String what, String why) {
        if (!why.isEmpty()) {
            String detail = "task '%s' cannot learn from the %s: %s".formatted(task.name(), what, why);
            wrong.add(new Extracted.Rejected(Reason.BAD_LABEL, detail));
        }
    }

    /** Why the task cannot learn from the label, which is in its own unit; or an empty text. */
    static String wrongWithLabel(Task task, float label) {
        float learned = task.transform().apply(label);
        if (!Float.isFinite(learned)) {
            return "its transform has no finite value there";
        }
        if (Math.abs(learned) > LARGEST_LABEL) {
            return "a learned label must be from -1000000 to 1000000, got " + learned;
        }
        return task.loss().complaint(learned);
    }

    /** Why no label can have this weight, or an empty text. */
    static String wrongWithWeight(float weight) {
        return weight >= 0 && weight <= LARGEST_LABEL ? "" : "a weight must be from 0 to 1000000";
    }
}

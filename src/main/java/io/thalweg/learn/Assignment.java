package io.thalweg.learn;

import io.thalweg.sharing.Auto;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.Task;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the networks that learn side by side serves each task, and the evidence for another one. A network serves
 * and is taught by nobody who has left it. Tasks leave one at a time: those that stay may have been worse off for the
 * one that goes, and are asked again without it. What is asked for stays so until the log grants it, however far behind
 * the log's end this model is; what it has not asked for it does not obey. With a single network there is nothing to
 * know.
 */
final class Assignment {
    /** Labels, of all tasks, after which something is asked for again that nobody has obeyed. */
    private static final long PATIENCE = 100_000;

    private final List<Task> tasks;
    private final List<Sharing> candidates;
    private final double error; // for each pair of networks of a task
    private final int[] served; // [tasks]
    private final GapEvidence[][] evidence; // [tasks][candidates], of the one that serves being worse; 0 has none
    private @Nullable Reassignment asked;
    private long silence; // labels until that is said again

    Assignment(List<Task> tasks, Sharing sharing) {
        this.tasks = tasks;
        candidates = sharing instanceof Auto auto ? auto.candidates() : List.of(sharing);
        int questions = tasks.size() * (candidates.size() - 1);
        error = sharing instanceof Auto auto ? auto.significance() / questions : 0;
        served = new int[tasks.size()];
        evidence = new GapEvidence[tasks.size()][candidates.size()];
        for (int task = 0; task < served.length; task++) {
            for (int candidate = 0; candidate < candidates.size(); candidate++) {
                evidence[task][candidate] = new GapEvidence();
            }
        }
    }

    private boolean isSettled() {
        return candidates.size() == 1;
    }

    /** Which network serves the task. */
    int serving(int task) {
        return served[task];
    }

    /** Which networks serve anybody. */
    boolean[] serving() {
        boolean[] serving = new boolean[candidates.size()];
        for (int candidate : served) {
            serving[candidate] = true;
        }
        return serving;
    }

    boolean serves(int candidate) {
        boolean serves = false;
        for (int one : served) {
            serves |= one == candidate;
        }
        return serves;
    }

    /** All of them. */
    boolean[] everybody() {
        boolean[] all = new boolean[candidates.size()];
        Arrays.fill(all, true);
        return all;
    }

    /**
     * What is said of every task by the network that serves it.
     *
     * @param scores {@code [candidates][rows, outputs]}
     * @param first position of each task's first score
     */
    float[] served(float[][] scores, int[] first, int outputs) {
        if (isSettled()) {
            return scores[0];
        }
        float[] chosen = new float[scores[0].length];
        for (int task = 0; task < served.length; task++) {
            int count = tasks.get(task).loss().outputs();
            for (int at = first[task]; at < chosen.length; at += outputs) {
                System.arraycopy(scores[served[task]], at, chosen, at, count);
            }
        }
        return chosen;
    }

    /** Of the present tasks those that a network learns from: the ones that have not left it. */
    boolean[] taught(int candidate, boolean[] present) {
        boolean[] taught = present.clone();
        for (int task = 0; task < taught.length; task++) {
            taught[task] &= served[task] <= candidate;
        }
        return taught;
    }

    /**
     * Compares what the networks said before they knew a label.
     *
     * @param scores of each network, shifted, {@code [candidates][rows, outputs]}
     * @param at where the task's scores begin
     * @param scale by which its loss is free of units
     * @param version of the model
     */
    void compare(int task, float[][] scores, int at, float label, double scale, long version) {
        if (isSettled()) {
            return;
        }
        silence = Math.max(0, silence - 1);
        double own = tasks.get(task).loss().judge(scores[served[task]], at, label);
        int best = served[task];
        double lead = 0;
        for (int candidate = served[task] + 1; candidate < candidates.size(); candidate++) {
            double other = tasks.get(task).loss().judge(scores[candidate], at, label);
            GapEvidence gaps = evidence[task][candidate];
            boolean isBetter = gaps.observe(scale * (own - other), error) == GapEvidence.Verdict.ABOVE;
            if (isBetter && gaps.lead() > lead) {
                best = candidate;
                lead = gaps.lead();
            }
        }
        if (best != served[task] && asked == null) {
            asked = new Reassignment(tasks.get(task).name(), best, version);
            silence = 0;
        }
    }

    /** What is to be said to the log now, if anything. */
    List<Reassignment> asks() {
        if (asked == null || silence > 0) {
            return List.of();
        }
        silence = PATIENCE;
        return List.of(asked);
    }

    /** Why it is not obeyed, or an empty text. */
    String complaint(Reassignment move) {
        return move.equals(asked)
                ? ""
                : "this model has asked for %s, and is told %s; a word to another model, or one that was said twice"
                        .formatted(asked == null ? "nothing" : asked, move);
    }

    /** Moves a task; to be called when there is no {@link #complaint}. */
    void obey(Reassignment move) {
        int task = position(move.task());
        int left = served[task];
        for (int other = 0; other < served.length; other++) {
            if (served[other] == left) {
                Arrays.asList(evidence[other]).forEach(GapEvidence::askAgain);
            }
        }
        served[task] = move.candidate();
        asked = null;
    }

    private int position(String name) {
        return tasks.stream().map(Task::name).toList().indexOf(name);
    }

    /** For each task the network that serves it; nothing where there is no choice. */
    Map<String, Map<String, Double>> shares() {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        for (int task = 0; task < served.length && !isSettled(); task++) {
            String name =
                    candidates.get(served[task]).getClass().getSimpleName().toLowerCase(Locale.ROOT);
            Map<String, Double> row = new LinkedHashMap<>();
            row.put(served[task] + " " + name, 1.0);
            shares.put("candidate for " + tasks.get(task).name(), row);
        }
        return shares;
    }

    /** Takes over who serves the tasks that are left, what is known of them, and what was asked for one of them. */
    void inherit(Assignment old, int[] origins) {
        if (old.asked != null && position(old.asked.task()) >= 0) {
            asked = old.asked;
            silence = old.silence;
        }
        for (int task = 0; task < origins.length; task++) {
            if (origins[task] >= 0 && candidates.size() == old.candidates.size()) {
                served[task] = old.served[origins[task]];
                for (int candidate = 0; candidate < candidates.size(); candidate++) {
                    Remembered.copy(old.evidence[origins[task]][candidate], evidence[task][candidate]);
                }
            }
        }
    }

    /** Writes nothing where there is no choice. */
    void write(DataOutput out) throws IOException {
        if (isSettled()) {
            return;
        }
        out.writeBoolean(asked != null);
        if (asked != null) {
            out.writeUTF(asked.task());
            out.writeInt(asked.candidate());
            out.writeLong(asked.version());
        }
        out.writeLong(silence);
        for (int task = 0; task < served.length; task++) {
            out.writeInt(served[task]);
            for (GapEvidence gaps : evidence[task]) {
                gaps.write(out);
            }
        }
    }

    /** Takes back what {@link #write} wrote. */
    void read(DataInput in) throws IOException {
        if (isSettled()) {
            return;
        }
        asked = in.readBoolean() ? new Reassignment(in.readUTF(), in.readInt(), in.readLong()) : null;
        silence = in.readLong();
        for (int task = 0; task < served.length; task++) {
            served[task] = in.readInt();
            for (GapEvidence gaps : evidence[task]) {
                gaps.read(in);
            }
        }
    }
}

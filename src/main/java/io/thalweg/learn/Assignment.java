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

/**
 * Which of the networks that learn side by side serves each task, and the evidence for another one. A network serves
 * and is taught by nobody who has left it. Tasks leave one at a time: those that stay may have been worse off for the
 * one that goes, and are asked again without it. With a single network there is nothing to know.
 */
final class Assignment {
    /** Labels, of all tasks, after which something is asked for again that nobody has obeyed. */
    private static final long PATIENCE = 100_000;

    private final List<Task> tasks;
    private final List<Sharing> candidates;
    private final double error; // for each pair of networks of a task
    private final int[] served; // [tasks]
    private final GapEvidence[][] evidence; // [tasks][candidates], of the one that serves being worse; 0 has none
    private long silence; // labels until something may be asked for

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
     * Compares what the networks said before they knew a label, and lists whoever should move because of it.
     *
     * @param scores of each network, shifted, {@code [candidates][rows, outputs]}
     * @param at where the task's scores begin
     */
    void compare(int task, float[][] scores, int at, float label, List<Reassignment> asks) {
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
            boolean isBetter = gaps.observe(own - other, error) == GapEvidence.Verdict.ABOVE;
            if (isBetter && gaps.lead() > lead) {
                best = candidate;
                lead = gaps.lead();
            }
        }
        if (best != served[task] && silence == 0) {
            silence = PATIENCE;
            asks.add(new Reassignment(tasks.get(task).name(), best));
        }
    }

    /** Why nothing can be done about it, or an empty text. */
    String complaint(Reassignment move) {
        int task = position(move.task());
        if (task < 0) {
            return "there is no task '%s'; there are %s"
                    .formatted(move.task(), tasks.stream().map(Task::name).toList());
        }
        return move.candidate() < candidates.size()
                ? ""
                : "task '%s' is to be served by network %d, but there are %d, counted from 0"
                        .formatted(move.task(), move.candidate(), candidates.size());
    }

    /** Moves a task, unless it is there already or further; to be called when there is no {@link #complaint}. */
    void obey(Reassignment move) {
        int task = position(move.task());
        int left = served[task];
        if (move.candidate() <= left) {
            return;
        }
        for (int other = 0; other < served.length; other++) {
            if (served[other] == left) {
                Arrays.asList(evidence[other]).forEach(GapEvidence::askAgain);
            }
        }
        served[task] = move.candidate();
        silence = 0;
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

    /** Takes over who serves the tasks that are left, and what is known of them, but not what was asked for. */
    void inherit(Assignment old, int[] origins) {
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
        silence = in.readLong();
        for (int task = 0; task < served.length; task++) {
            served[task] = in.readInt();
            for (GapEvidence gaps : evidence[task]) {
                gaps.read(in);
            }
        }
    }
}

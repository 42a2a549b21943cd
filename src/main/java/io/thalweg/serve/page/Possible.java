package io.thalweg.serve.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The best that anybody could reach on one task, told in samples while its labels are published, asked for when they
 * are learned: so far, and over a fading window as long as that of the task's metrics, beside which alone it means
 * something.
 */
final class Possible {
    private static final int MOST = 8_192; // samples that wait for the learner

    private final double window;
    private final Deque<LivePage.Truth> ahead = new ArrayDeque<>();
    private LivePage.Truth reached = new LivePage.Truth(0, 0);
    private double faded; // sum of errors
    private double weight; // of as many labels

    /** @param window in labels */
    Possible(double window) {
        this.window = window;
    }

    /** What is so after more labels than at the last sample; others are passed over. */
    void add(LivePage.Truth truth) {
        LivePage.Truth last = ahead.isEmpty() ? reached : ahead.getLast();
        if (truth.labelled() > last.labelled() && Double.isFinite(truth.error()) && ahead.size() < MOST) {
            ahead.addLast(truth);
        }
    }

    /** Goes on to where so many labels have been learned. */
    void reach(long labelled, boolean isRoot) {
        while (!ahead.isEmpty() && ahead.getFirst().labelled() <= labelled) {
            LivePage.Truth next = ahead.removeFirst();
            double fresh = next.labelled() - reached.labelled();
            double errors = sum(next, isRoot) - sum(reached, isRoot);
            double kept = StrictMath.exp(-fresh / window);
            double gained = window * (1 - kept) / fresh; // each new label has faded a little already
            faded = kept * faded + gained * errors;
            weight = kept * weight + gained * fresh;
            reached = next;
        }
    }

    private static double sum(LivePage.Truth truth, boolean isRoot) {
        return truth.labelled() * (isRoot ? truth.error() * truth.error() : truth.error());
    }

    /** NaN before anything is known. */
    double soFar() {
        return reached.labelled() == 0 ? Double.NaN : reached.error();
    }

    double lately(boolean isRoot) {
        double mean = weight == 0 ? Double.NaN : faded / weight;
        return isRoot ? Math.sqrt(Math.max(0, mean)) : mean;
    }
}

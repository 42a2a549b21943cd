package io.thalweg.learn;

import io.thalweg.loss.Prior;
import io.thalweg.task.Task;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What has been seen of one task's labels: the prior, and how good the predictions were, ever and of late. */
final class TaskProgress implements Remembered {
    private final Task task;
    private final Prior prior;
    private final Tally lifetime;
    private final Tally window;
    private long labelled;
    private long refused;

    TaskProgress(Task task, long window) {
        this.task = task;
        prior = task.loss().prior();
        lifetime = Tally.lifetime(task.loss());
        this.window = Tally.fading(task.loss(), window);
    }

    Prior prior() {
        return prior;
    }

    /** The score of a task of one output that says what is usual. */
    double usual() {
        float[] score = new float[1];
        prior.shift(score, score, 0);
        return score[0];
    }

    /** What the shifted scores from {@code at} on say, in the learned unit. */
    void predict(float[] scores, float[] predictions, int at) {
        task.loss().predict(scores, at, predictions, at);
    }

    /** Labels seen. */
    long labelled() {
        return labelled;
    }

    /** Judges the shifted scores from {@code at} on by the learned label, then remembers the label. */
    Judged observe(float[] scores, int at, float label) {
        var judged = new Judged(
                label, task.loss().judge(scores, at, label), prior.baseline(label), prior.squaredError(label));
        lifetime.count(scores, at, judged);
        window.count(scores, at, judged);
        prior.observe(label);
        labelled++;
        return judged;
    }

    /** Counts a label that was not learned from, lest it spoil the model. */
    void refuse() {
        refused++;
    }

    TaskMetrics metrics(long offset, long version, long eventTime, long lagMillis, Standing standing) {
        return new TaskMetrics(
                task.name(),
                offset,
                version,
                eventTime,
                labelled,
                refused,
                lagMillis,
                lifetime.quality(),
                window.quality(),
                standing);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(labelled);
        out.writeLong(refused);
        prior.write(out);
        lifetime.write(out);
        window.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        labelled = in.readLong();
        refused = in.readLong();
        prior.read(in);
        lifetime.read(in);
        window.read(in);
    }
}

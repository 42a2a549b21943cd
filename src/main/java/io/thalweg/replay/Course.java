package io.thalweg.replay;

import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Totals;
import io.thalweg.publish.Outputs;

/** One model on its way through the records, and how many of them it learned. One owner thread. */
public final class Course {
    private final Student student;
    private final Outputs outputs;
    private Totals before;
    private long learned;
    private long requests;
    private long duplicates;
    private long refused;
    private long passedOver;
    private long promotions;

    public Course(Student student, Outputs outputs) {
        this.student = student;
        this.outputs = outputs;
        before = student.lane().totals();
    }

    void apply(long offset, long appendTime, LogRecord record) {
        boolean mayReplaceTheLane = !(record instanceof LogRecord.Event) && !(record instanceof LogRecord.Tick);
        if (mayReplaceTheLane) {
            count();
        }
        passedOver += student.apply(offset, appendTime, record, outputs) ? 0 : 1;
        promotions += record instanceof LogRecord.Promote ? 1 : 0;
        if (mayReplaceTheLane) {
            before = student.lane().totals();
        }
    }

    /** The records of a lane that a promoted one replaces count too. */
    private void count() {
        Totals now = student.lane().totals();
        learned += now.learned() - before.learned();
        requests += now.requests() - before.requests();
        duplicates += now.duplicates() - before.duplicates();
        refused += now.refused() - before.refused();
        before = now;
    }

    /** What was done with the events of this course; what a snapshot that it began with had learned is not in it. */
    public Counts counts() {
        count();
        return new Counts(learned, requests, duplicates, refused, passedOver);
    }

    /**
     * Events by what became of them.
     *
     * @param refused because they would have spoiled the model
     * @param passedOver made for features or tasks of an earlier configuration
     */
    public record Counts(long learned, long requests, long duplicates, long refused, long passedOver) {}

    /** Control records that put another model in place; what that one knows was not learned here. */
    public long promotions() {
        return promotions;
    }

    public Lane lane() {
        return student.lane();
    }
}

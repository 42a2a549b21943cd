package io.thalweg.replay;

import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Reassignment;
import io.thalweg.publish.Outputs;
import java.util.List;

/** Whoever learns from a log. */
public interface Student {
    /** Learns from a record or obeys it; false if it was passed over, see {@link Succession#apply}. */
    boolean apply(long offset, long appendTime, LogRecord record, Outputs outputs);

    /** The lane as it is now. */
    Lane lane();

    /** Learns as the application does, and obeys the log's control records. */
    static Student of(Succession succession) {
        return new Student() {
            @Override
            public boolean apply(long offset, long appendTime, LogRecord record, Outputs outputs) {
                return succession.apply(offset, appendTime, record, outputs).isEmpty();
            }

            @Override
            public Lane lane() {
                return succession.lane();
            }
        };
    }

    /**
     * Learns from events and obeys ticks, but keeps its configuration and its model whatever the log says. That is how
     * a "what if" is asked: the log's changes belong to the model that was, not to the one that might have been.
     */
    static Student of(Lane lane) {
        return ofItsOwnWill(new Student() {
            @Override
            public boolean apply(long offset, long appendTime, LogRecord record, Outputs outputs) {
                boolean isOurs = record instanceof LogRecord.Event || record instanceof LogRecord.Tick;
                return !isOurs || lane.apply(offset, appendTime, record, outputs);
            }

            @Override
            public Lane lane() {
                return lane;
            }
        });
    }

    /**
     * The same, whose lane gets at once what it asks for, and nothing that the lane that was had asked the log for:
     * that one has seen other events.
     */
    static Student ofItsOwnWill(Student student) {
        Outputs granted = new Outputs() {
            @Override
            public void reassignment(Reassignment move) {
                student.lane().obey(move);
            }

            @Override
            public void countermeasure(Countermeasure measure) {
                student.lane().obey(measure);
            }
        };
        return new Student() {
            @Override
            public boolean apply(long offset, long appendTime, LogRecord record, Outputs outputs) {
                boolean isAsked = record instanceof LogRecord.Reassign || record instanceof LogRecord.React;
                return isAsked || student.apply(offset, appendTime, record, new AllOutputs(List.of(outputs, granted)));
            }

            @Override
            public Lane lane() {
                return student.lane();
            }
        };
    }
}

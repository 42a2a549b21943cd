package io.thalweg.app.evaluate;

import io.thalweg.app.console.Report;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.csv.CsvSource;
import io.thalweg.drift.Alarm;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.Reason;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Refused;
import io.thalweg.replay.Student;
import java.util.ArrayList;
import java.util.List;

/** One pass over a file: each event is predicted, then learned from, in time order. */
final class Pass {
    private final CsvSource source;
    private final Extractor extractor;
    private final Lane lane;
    private final Student student;
    private final Rejections rejections;
    private final List<Alarm> alarms = new ArrayList<>();
    /** Of what the lane does not learn from, and of drift: it says so only then. */
    private final Outputs notices = new Outputs() {
        @Override
        public void refused(Refused refused) {
            reject(refused.example().source().offset() + 1, refused.reason(), refused.detail());
        }

        @Override
        public void metrics(TaskMetrics metrics) {
            alarms.addAll(metrics.drift().alarms());
        }
    };

    private long events;
    private long quarantined;
    private long offset;
    private long lastTime;

    /** @param settings of the model; its features and tasks are those of {@code config} */
    Pass(ThalwegConfig config, LaneSettings settings, CsvSource source, Rejections rejections) {
        this.source = source;
        this.rejections = rejections;
        extractor = new Extractor(config.features(), config.input());
        lane = new Lane(settings);
        student = Student.of(lane);
    }

    /** Who hears of the events that nobody can learn from. */
    interface Rejections {
        void rejected(long event, Reason reason, String detail);
    }

    /** Takes the next event; false where there is none. */
    boolean step() {
        Decoded decoded = source.next();
        if (decoded == null) {
            return false;
        }
        events++;
        if (decoded instanceof Decoded.Rejected rejected) {
            reject(events, rejected.reason(), rejected.detail());
        } else if (decoded instanceof Decoded.Accepted accepted) {
            learn(extractor.extract(accepted.observation()));
        }
        return true;
    }

    /** What the train log does not take gets no offset here either, so that both number the same records alike. */
    private void learn(Extracted extracted) {
        if (extracted instanceof Extracted.Rejected rejected) {
            reject(events, rejected.reason(), rejected.detail());
        } else if (extracted instanceof Extracted.Accepted made) {
            Example example = made.example();
            lastTime = example.time();
            student.apply(offset++, lastTime, new LogRecord.Event(example), notices);
        }
    }

    private void reject(long event, Reason reason, String detail) {
        quarantined++;
        rejections.rejected(event, reason, detail);
    }

    /** Learns from what still waits for its batch. */
    void end() {
        student.apply(offset++, lastTime, new LogRecord.Tick(lastTime), notices);
    }

    /** Of drift, in the order in which they were found; offsets are those that a train log would have. */
    List<Alarm> alarms() {
        return List.copyOf(alarms);
    }

    Lane lane() {
        return lane;
    }

    long events() {
        return events;
    }

    Report.Counts counts(double seconds) {
        return new Report.Counts(events, seconds, quarantined, lane.totals());
    }
}

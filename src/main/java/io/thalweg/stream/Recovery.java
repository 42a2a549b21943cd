package io.thalweg.stream;

import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import io.thalweg.publish.Outputs;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a restored lane from its checkpoint to the first record that is not committed, by learning what lies between
 * again, silently: those results are on their topics already.
 *
 * <p>The first record of a lane's life is followed by a checkpoint. So a lane without one has never published anything,
 * unless its changelog was lost, and then only a log that is still whole brings the same model back.
 */
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private final CatchUp catchUp;
    private final TrainLogReader reader;
    private final TopicPartition trainLog;
    private final Succession lanes;
    private final Traces traces;
    private long level; // every committed record before this offset has been applied

    Recovery(CatchUp catchUp, TrainLogReader reader, Succession lanes, Traces traces) {
        this.catchUp = catchUp;
        this.reader = reader;
        trainLog = reader.log();
        this.lanes = lanes;
        this.traces = traces;
    }

    /** Catches up with what the group has committed, before the first record comes. */
    void toCommitted(boolean hasCheckpoint) {
        OptionalLong committed = catchUp.committed(trainLog);
        level = lanes.lane().nextOffset();
        long to = committed.orElse(0);
        if (to < level) {
            throw new IllegalStateException(
                    ("the stored model has learned from train log %s up to offset %d, but the group's committed offset"
                                    + " is %s: the topic was made anew, or the group's offsets were reset or have"
                                    + " expired. If it is the same log and the last stop was a clean one, set the"
                                    + " group's offset to %d (kafka-consumer-groups.sh --reset-offsets --to-offset);"
                                    + " otherwise give the application another name (app:) to begin a new model")
                            .formatted(trainLog, level, committed.isPresent() ? committed.getAsLong() : "gone", level));
        }
        boolean begins = !hasCheckpoint && level == 0 && to > 0 && catchUp.beginning(trainLog) == to;
        if (begins) {
            log.info("{} begins at offset {}: a new model", trainLog, to);
            level = to;
        }
        upTo(to);
    }

    /** Catches up with the record that comes next; usually there is nothing between. */
    void upTo(long offset) {
        if (offset < level) {
            throw new IllegalStateException(
                    "offset %d of %s came again, the model has learned up to %d: somebody has reset the group's offsets"
                            .formatted(offset, trainLog, level));
        }
        if (offset > level) {
            long begun = System.nanoTime();
            Applied applied = new Applied();
            catchUp.replay(trainLog, level, offset, applied);
            traces.retain(lanes.lane());
            level = offset;
            if (applied.count > 0) {
                log.info(
                        "learned {} committed records of {} again, up to offset {}, in {} ms",
                        applied.count,
                        trainLog,
                        offset,
                        (System.nanoTime() - begun) / 1_000_000);
            }
        }
    }

    /** Applies records of the log without publishing anything. */
    private final class Applied implements CatchUp.Reader {
        private long count;

        @Override
        public void read(ConsumerRecord<byte[], byte[]> logged) {
            count++;
            traces.came(logged.offset(), logged.headers());
            LogRecord record = reader.read(logged.offset(), logged.value());
            if (record != null) {
                lanes.apply(logged.offset(), logged.timestamp(), record, Outputs.NONE);
            }
            traces.tidy(lanes.lane());
        }
    }
}

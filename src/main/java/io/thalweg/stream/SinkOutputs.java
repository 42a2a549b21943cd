package io.thalweg.stream;

import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.learn.Reassignment;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.Refused;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.TrainLogCodec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a lane's results to the topics, inside the transaction of the record that brought them about. */
final class SinkOutputs implements Outputs {
    private static final Logger log = LoggerFactory.getLogger(SinkOutputs.class);

    private final ProcessorContext<byte[], byte[]> context;
    private final OutputCodec codec;
    private final TrainLogCodec logCodec;
    private final TopicPartition trainLog;
    private long timestamp;
    private boolean isDiverged; // and has been told

    SinkOutputs(
            ProcessorContext<byte[], byte[]> context,
            OutputCodec codec,
            TrainLogCodec logCodec,
            TopicPartition trainLog) {
        this.context = context;
        this.codec = codec;
        this.logCodec = logCodec;
        this.trainLog = trainLog;
    }

    /** What comes from now on is of the log time {@code millis}. */
    SinkOutputs at(long millis) {
        timestamp = millis;
        return this;
    }

    @Override
    public void prediction(Prediction prediction) {
        send(LearnTopology.PREDICTIONS, prediction.key(), codec.prediction(prediction));
    }

    /** Behind everything that is in the log by then, and only if this transaction is committed. */
    @Override
    public void reassignment(Reassignment move) {
        send(LearnTopology.CONTROLS, null, logCodec.encode(new LogRecord.Reassign(timestamp, move)));
    }

    /**
     * Said aloud, but of a diverged model only once. What the learner refused is in the log, and nowhere else as it
     * was.
     */
    @Override
    public void refused(Refused refused) {
        if (refused.reason() != Reason.DIVERGED) {
            log.error(
                    "offset {} of {}, which is {}, goes to quarantine: {}, {}",
                    refused.offset(),
                    trainLog,
                    refused.example().source(),
                    refused.reason(),
                    refused.detail());
        } else if (!isDiverged) {
            isDiverged = true;
            log.error("{} from offset {} on: {}", trainLog, refused.offset(), refused.detail());
        }
        boolean isAsItWas = refused.reason() != Reason.DIVERGED && refused.reason() != Reason.OVERFLOW;
        quarantined(new Quarantined(
                new Source(trainLog.topic(), trainLog.partition(), refused.offset()),
                refused.appendTime(),
                refused.reason().name(),
                "%s (it came as %s)"
                        .formatted(refused.detail(), refused.example().source()),
                refused.example().key(),
                isAsItWas ? logCodec.encode(new LogRecord.Event(refused.example())) : null));
    }

    @Override
    public void metrics(TaskMetrics metrics) {
        if (isDiverged && !metrics.standing().isDiverged()) {
            isDiverged = false;
            log.info("{}: the model learns again, at offset {}", trainLog, metrics.offset());
        }
        send(LearnTopology.METRICS, metrics.task().getBytes(StandardCharsets.UTF_8), codec.metrics(metrics));
    }

    @Override
    public void chunk(SnapshotChunk chunk) {
        send(LearnTopology.SNAPSHOTS, codec.key(chunk), codec.chunk(chunk));
    }

    @Override
    public void manifest(SnapshotManifest manifest) {
        send(LearnTopology.SNAPSHOTS, codec.key(manifest), codec.manifest(manifest));
    }

    /** A train-log record that is none of ours. */
    void quarantined(Quarantined foreign) {
        send(LearnTopology.QUARANTINE, foreign.key(), codec.quarantined(foreign));
    }

    private void send(String sink, byte @Nullable [] key, byte[] value) {
        context.forward(new Record<>(key, value, timestamp), sink);
    }
}

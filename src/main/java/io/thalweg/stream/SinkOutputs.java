package io.thalweg.stream;

import io.thalweg.batch.Batch;
import io.thalweg.drift.Alarm;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Reassignment;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.Refused;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.TrainLogCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/** Sends a lane's results to the topics, inside the transaction of the record that brought them about. */
final class SinkOutputs implements Outputs {
    private static final Logger log = LoggerFactory.getLogger(SinkOutputs.class);

    private final ProcessorContext<byte[], byte[]> context;
    private final OutputCodec codec;
    private final TrainLogCodec logCodec;
    private final TopicPartition trainLog;
    private final Traces traces;
    private final StreamObserver observer;
    private final List<Batch> steps = new ArrayList<>(); // of the present record
    private long timestamp;
    private boolean isDiverged; // and has been told

    SinkOutputs(
            ProcessorContext<byte[], byte[]> context,
            OutputCodec codec,
            TrainLogReader reader,
            Traces traces,
            StreamObserver observer) {
        this.context = context;
        this.codec = codec;
        logCodec = reader.codec();
        trainLog = reader.log();
        this.traces = traces;
        this.observer = observer;
    }

    /** What comes from now on is of the log time {@code millis}. */
    SinkOutputs at(long millis) {
        timestamp = millis;
        steps.clear();
        return this;
    }

    /** Tells the observer of the steps that the record has set off, which took {@code nanos} together. */
    void tellSteps(long nanos) {
        steps.forEach(batch -> observer.stepped(batch, timestamp, nanos / steps.size()));
    }

    @Override
    public void learned(Batch batch) {
        steps.add(batch);
    }

    @Override
    public void prediction(Prediction prediction) {
        send(
                LearnTopology.PREDICTIONS,
                prediction.key(),
                codec.prediction(prediction),
                traces.take(prediction.offset()));
        if (steps.isEmpty()) {
            observer.answered(timestamp); // a request
        }
    }

    /** Behind everything that is in the log by then, and only if this transaction is committed. */
    @Override
    public void reassignment(Reassignment move) {
        send(LearnTopology.CONTROLS, null, logCodec.encode(new LogRecord.Reassign(timestamp, move)));
    }

    /** Likewise. */
    @Override
    public void countermeasure(Countermeasure measure) {
        send(LearnTopology.CONTROLS, null, logCodec.encode(new LogRecord.React(timestamp, measure)));
    }

    /**
     * Said aloud, but of a diverged model only once. What the learner refused is in the log, and nowhere else as it
     * was.
     */
    @Override
    public void refused(Refused refused) {
        say(refused);
        boolean isAsItWas = refused.reason() != Reason.DIVERGED && refused.reason() != Reason.OVERFLOW;
        quarantined(
                refused.reason(),
                new Quarantined(
                        new Source(trainLog.topic(), trainLog.partition(), refused.offset()),
                        refused.appendTime(),
                        refused.reason().name(),
                        "%s (it came as %s)"
                                .formatted(refused.detail(), refused.example().source()),
                        refused.example().key(),
                        isAsItWas ? logCodec.encode(new LogRecord.Event(refused.example())) : null));
    }

    private void say(Refused refused) {
        try (MDCCloseable at = Whereabouts.at(refused.offset())) {
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
        }
    }

    @Override
    public void metrics(TaskMetrics metrics) {
        if (isDiverged && !metrics.standing().isDiverged()) {
            isDiverged = false;
            log.info("{}: the model learns again, at offset {}", trainLog, metrics.offset());
        }
        metrics.drift().alarms().forEach(this::warn);
        send(LearnTopology.METRICS, metrics.task().getBytes(StandardCharsets.UTF_8), codec.metrics(metrics));
    }

    private void warn(Alarm alarm) {
        try (MDCCloseable at = Whereabouts.at(alarm.offset())) {
            log.warn("{}: {}", trainLog, alarm.inWords());
        }
    }

    @Override
    public void chunk(SnapshotChunk chunk) {
        send(LearnTopology.SNAPSHOTS, codec.key(chunk), codec.chunk(chunk));
    }

    @Override
    public void manifest(SnapshotManifest manifest) {
        send(LearnTopology.SNAPSHOTS, codec.key(manifest), codec.manifest(manifest));
        observer.published(manifest);
    }

    /** A train-log record that is not learned from. */
    void quarantined(Reason reason, Quarantined record) {
        Headers trace = traces.take(record.source().offset());
        send(LearnTopology.QUARANTINE, record.key(), codec.quarantined(record), trace);
        observer.quarantined(Part.LEARN, reason);
    }

    private void send(String sink, byte @Nullable [] key, byte[] value) {
        send(sink, key, value, null);
    }

    private void send(String sink, byte @Nullable [] key, byte[] value, @Nullable Headers trace) {
        context.forward(new Record<>(key, value, timestamp, trace), sink);
    }
}

package io.thalweg.stream;

import io.thalweg.lane.LogRecord;
import io.thalweg.learn.Reassignment;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.TrainLogCodec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends a lane's results to the topics, inside the transaction of the record that brought them about. */
final class SinkOutputs implements Outputs {
    private final ProcessorContext<byte[], byte[]> context;
    private final OutputCodec codec;
    private final TrainLogCodec log;
    private long timestamp;

    SinkOutputs(ProcessorContext<byte[], byte[]> context, OutputCodec codec, TrainLogCodec log) {
        this.context = context;
        this.codec = codec;
        this.log = log;
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
        send(LearnTopology.CONTROLS, null, log.encode(new LogRecord.Reassign(timestamp, move)));
    }

    @Override
    public void metrics(TaskMetrics metrics) {
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

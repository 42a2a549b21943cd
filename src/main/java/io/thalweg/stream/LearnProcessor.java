package io.thalweg.stream;

import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.TrainLogCodec;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/** Feeds a lane from the train log, and decides when it writes a checkpoint. */
final class LearnProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger log = LoggerFactory.getLogger(LearnProcessor.class);
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final long STATUS_MILLIS = 500;

    private final LearnTopology topology;
    private final Checkpoints checkpoints;
    private final Cadence cadence;
    private @Nullable Seat seat;
    private @Nullable Cancellable glancing;
    private boolean level; // nothing lies between the lane and the next record
    private boolean settled; // the checkpoint of a clean stop is written
    private long lastStatus; // wall-clock milliseconds

    LearnProcessor(LearnTopology topology, Checkpoints checkpoints) {
        this.topology = topology;
        this.checkpoints = checkpoints;
        cadence = new Cadence(topology.config().checkpointEvery());
    }

    /** Everything that is known from {@code init} on. */
    private record Seat(
            ProcessorContext<byte[], byte[]> context,
            CheckpointStore store,
            KeyValueStore<Bytes, byte[]> logged,
            Succession lanes,
            TrainLogReader reader,
            Recovery recovery,
            SinkOutputs outputs) {}

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        TopicPartition trainLog = new TopicPartition(
                topology.config().topics().trainLog(), context.taskId().partition());
        Whereabouts.enterLane(topology.config().app(), trainLog.partition());
        TrainLogCodec codec = Codecs.trainLog(topology.config(), topology.registry());
        TrainLogReader reader = new TrainLogReader(codec, trainLog);
        CheckpointStore store = checkpoints.of(context.taskId());
        Succession lanes = store.resume();
        Recovery recovery = new Recovery(topology.catchUp(), reader, lanes, store.traces());
        seat = new Seat(
                context,
                store,
                context.getStateStore(Checkpoints.STORE),
                lanes,
                reader,
                recovery,
                new SinkOutputs(
                        context,
                        Codecs.outputs(topology.config(), topology.registry()),
                        reader,
                        store.traces(),
                        topology.watch().observer()));
        level = false;
        settled = false;
        recovery.toCommitted(store.checkpointed() >= 0);
        Lane lane = lanes.lane();
        cadence.begin(lane.nextOffset() > store.checkpointed());
        log.info("{}: the model is at offset {}, {}", trainLog, lane.nextOffset(), lane.totals());
        topology.declaration().make(lanes);
        topology.watch().opened(trainLog.partition());
        glancing = context.schedule(GLANCE, PunctuationType.WALL_CLOCK_TIME, this::glance);
        publishStatus(false);
    }

    private Seat seat() {
        if (seat == null) {
            throw new IllegalStateException("init comes first");
        }
        return seat;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Seat at = seat();
        long offset = at.context().recordMetadata().orElseThrow().offset();
        if (!level) {
            at.recovery().upTo(offset);
            level = true;
        }
        at.outputs().at(record.timestamp());
        at.store().traces().came(offset, record.headers());
        LogRecord read = at.reader().read(offset, record.value());
        if (read == null) {
            quarantine(offset, record, Reason.NOT_AVRO, at.reader().complaint());
            return;
        }
        if (read instanceof LogRecord.Promote promote) {
            topology.archive().prepare(promote.snapshot());
        }
        long begun = System.nanoTime();
        at.lanes()
                .apply(offset, record.timestamp(), read, at.outputs())
                .ifPresent(why -> quarantine(offset, record, Reason.DOES_NOT_FIT, why));
        at.outputs().tellSteps(System.nanoTime() - begun);
        at.store().traces().tidy(at.lanes().lane());
        if (read instanceof LogRecord.Reassign reassign) {
            try (MDCCloseable here = Whereabouts.at(offset)) {
                log.info("offset {} of {}: {}", offset, at.reader().log(), reassign.move());
            }
        }
        if (read instanceof LogRecord.React react) {
            log.info("offset {} of {}: {}", offset, at.reader().log(), react.measure());
        }
        if (read instanceof LogRecord.Configure) {
            topology.declaration().make(at.lanes()); // somebody else's, from before this process was started
        }
        if (cadence.isDue(at.store().checkpointed(), at.lanes().lane().nextOffset())) {
            checkpoint(at);
            cadence.written();
        }
    }

    private void checkpoint(Seat at) {
        long begun = System.nanoTime();
        at.store().checkpoint(at.logged());
        topology.watch().observer().checkpointed(System.nanoTime() - begun);
    }

    private void quarantine(long offset, Record<byte[], byte[]> record, Reason reason, String complaint) {
        TopicPartition trainLog = seat().reader().log();
        try (MDCCloseable at = Whereabouts.at(offset)) {
            log.error("offset {} of {} cannot be learned, and goes to quarantine: {}", offset, trainLog, complaint);
        }
        Source source = new Source(trainLog.topic(), trainLog.partition(), offset);
        seat().outputs()
                .quarantined(
                        reason,
                        new Quarantined(
                                source, record.timestamp(), reason.name(), complaint, record.key(), record.value()));
    }

    /** Between records, and only for those who watch: what is learned here is learned in {@code process} alone. */
    private void glance(long now) {
        Seat at = seat();
        cadence.glance(now);
        if (topology.watch().isStopping() && !settled) {
            if (at.lanes().lane().nextOffset() > Math.max(0, at.store().checkpointed())) {
                checkpoint(at);
                at.context().commit();
            }
            settled = true;
            topology.watch().settled(at.context().taskId().partition());
        }
        if (now - lastStatus >= STATUS_MILLIS) {
            lastStatus = now;
            publishStatus(false);
        }
    }

    private void publishStatus(boolean last) {
        Lane lane = seat().lanes().lane();
        topology.watch()
                .publish(new LaneStatus(
                        seat().context().taskId().partition(),
                        lane.nextOffset(),
                        lane.totals(),
                        lane.metrics(),
                        last ? lane.parametersSha256() : null));
    }

    /** The engine closes after it has committed, so that what is reported of a clean stop is what was committed. */
    @Override
    public void close() {
        if (glancing != null) {
            glancing.cancel();
        }
        if (seat != null) {
            int partition = seat.context().taskId().partition();
            publishStatus(topology.watch().isStopping());
            topology.watch().settled(partition);
            topology.watch().observer().leaves(partition);
            seat = null;
        }
        Whereabouts.leaveLane();
    }
}

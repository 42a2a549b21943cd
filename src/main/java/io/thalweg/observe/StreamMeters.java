package io.thalweg.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.thalweg.batch.Batch;
import io.thalweg.batch.Pending;
import io.thalweg.ingest.Reason;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.stream.LaneStatus;
import io.thalweg.stream.StreamObserver;
import io.thalweg.stream.ThalwegStreams.Part;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/** Counts and times what the streams of this process do. */
public final class StreamMeters implements StreamObserver {
    private static final int SAMPLE =
            16; // events of a step whose times are taken, at most: each costs a quarter of a µs

    private final Meters meters;
    private final Counter routed;
    private final Counter snapshots;
    private final Timer labelled;
    private final Timer requests;
    private final Timer waits;
    private final Timer steps;
    private final Timer checkpoints;
    private final Map<Part, Timer> commits = new EnumMap<>(Part.class);
    private final LaneMeters lanes;
    private final Map<KafkaStreams, KafkaStreamsMetrics> engines = new ConcurrentHashMap<>();

    public StreamMeters(Meters meters) {
        this.meters = meters;
        routed = meters.counter(MeterName.ROUTED);
        snapshots = meters.counter(MeterName.SNAPSHOTS);
        labelled = meters.timer(MeterName.PREDICTION_LATENCY, "labelled");
        requests = meters.timer(MeterName.PREDICTION_LATENCY, "request");
        waits = meters.timer(MeterName.BATCH_WAIT);
        steps = meters.timer(MeterName.STEP);
        checkpoints = meters.timer(MeterName.CHECKPOINT);
        for (Part part : Part.values()) {
            commits.put(part, meters.timer(MeterName.COMMIT_PAUSE, name(part)));
        }
        lanes = new LaneMeters(meters);
    }

    static String name(Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void starts(Part part, KafkaStreams engine) {
        var bound = new KafkaStreamsMetrics(engine, List.of(Tag.of("part", name(part))));
        bound.bindTo(meters.registry());
        engines.put(engine, bound);
    }

    @Override
    public void ends(KafkaStreams engine) {
        KafkaStreamsMetrics bound = engines.remove(engine);
        if (bound != null) {
            bound.close();
        }
    }

    @Override
    public void routed() {
        routed.increment();
    }

    @Override
    public void quarantined(Part part, Reason reason) {
        meters.counter(MeterName.QUARANTINED, name(part), reason.name()).increment();
    }

    @Override
    public void stepped(Batch batch, long logTime, long nanos) {
        steps.record(nanos, TimeUnit.NANOSECONDS);
        long now = System.currentTimeMillis();
        List<Pending> examples = batch.examples();
        int stride = (examples.size() + SAMPLE - 1) / SAMPLE;
        for (int i = 0; i < examples.size(); i += stride) {
            Pending pending = examples.get(i);
            waits.record(Math.max(0, logTime - pending.appendTime()), TimeUnit.MILLISECONDS);
            labelled.record(Math.max(0, now - pending.appendTime()), TimeUnit.MILLISECONDS);
        }
        lanes.stepped();
    }

    @Override
    public void answered(long logTime) {
        requests.record(Math.max(0, System.currentTimeMillis() - logTime), TimeUnit.MILLISECONDS);
    }

    @Override
    public void checkpointed(long nanos) {
        checkpoints.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void committed(Part part, long nanos) {
        Timer timer = commits.get(part);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void published(SnapshotManifest manifest) {
        snapshots.increment();
        lanes.published();
    }

    @Override
    public void stands(LaneStatus status) {
        lanes.stands(status);
    }

    @Override
    public void leaves(int partition) {
        lanes.leaves(partition);
    }
}

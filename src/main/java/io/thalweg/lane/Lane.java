package io.thalweg.lane;

import io.thalweg.batch.Batch;
import io.thalweg.batch.Buffers;
import io.thalweg.batch.Pending;
import io.thalweg.check.Require;
import io.thalweg.feature.Example;
import io.thalweg.feature.Origins;
import io.thalweg.learn.Learner;
import io.thalweg.learn.Reassignment;
import io.thalweg.learn.Remembered;
import io.thalweg.learn.Step;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.Section;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Predictions;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One replica of the model and everything it must not forget. Not thread-safe: one owner, who feeds it the records of
 * one log in offset order.
 *
 * <p>Its state is a function of settings and log alone, so that a checkpoint and the records behind it are the model.
 */
public final class Lane {
    /** Of what a lane writes down of itself; another program's may be another. */
    public static final int FORMAT = 3;

    private final LaneSettings settings;
    private final Learner learner;
    private final Buffers buffers;
    private final KeyWindow keys;
    private final Recollection recollection;
    private final Predictions predictions;
    private final Snapshots snapshots;
    private final Meta restored = new Meta();
    private final int layout;

    private long nextOffset;
    private long learned;
    private long requests;
    private long duplicates;
    private long ticks;
    private long eventTime; // of the last learned example
    private long lagMillis; // of the last step
    private final Layouts earlier = new Layouts();

    public Lane(LaneSettings settings) {
        this.settings = settings;
        int tasks = settings.map().tasks().size();
        int largestBatch = Buffers.largestBatch(settings.batch(), tasks);
        learner = new Learner(settings.map(), settings.model(), largestBatch, settings.metricsWindow());
        buffers = new Buffers(settings.batch(), tasks);
        keys = new KeyWindow(settings.duplicatesWindow());
        var positions = learner.networks().outputs();
        predictions = new Predictions(settings.map().tasks(), positions.first(), positions.count());
        recollection = new Recollection(settings.map());
        snapshots = new Snapshots(settings, learner.networks(), recollection.regions());
        layout = settings.map().fingerprint();
    }

    /** A lane that goes on from a snapshot, with its settings; the next snapshot follows that one. */
    public static Lane ofSnapshot(LaneSettings settings, StoredSnapshot snapshot) {
        Lane lane = new Lane(settings);
        SnapshotEntries.read(snapshot.chunks(), lane::restore);
        lane.resume();
        SnapshotManifest manifest = snapshot.manifest();
        lane.snapshots.follow(manifest.proof().chain(), manifest.extent().nextOffset());
        return lane;
    }

    /** The format of a snapshot's state, which can be another one than {@link #FORMAT}; 0 if it has none. */
    public static int formatOf(StoredSnapshot snapshot) {
        int[] format = {0};
        SnapshotEntries.read(snapshot.chunks(), (region, block, bytes) -> {
            if (region == Snapshots.META && block == 0 && bytes.length >= 2 * Integer.BYTES) {
                format[0] = ByteBuffer.wrap(bytes).getInt(Integer.BYTES); // behind the length of it all
            }
        });
        return format[0];
    }

    public LaneSettings settings() {
        return settings;
    }

    /** Learns from what waits in the buffers, full or not; the record at {@code offset} asked for it. */
    void settle(long offset, long appendTime, Outputs outputs) {
        learn(buffers.drain(), appendTime, outputs);
        nextOffset = offset + 1;
    }

    /** Goes on in the log of {@code before}: at its place, with the keys seen there. */
    void takeOver(Lane before) {
        nextOffset = before.nextOffset;
        keys.takeOver(before.keys);
        snapshots.beginAt(nextOffset);
    }

    /** From now on examples that were made for {@code before}, or for lanes before it, are known to be old. */
    void succeed(Lane before) {
        earlier.takeOver(before.earlier);
        know(before.layout);
    }

    /** From now on examples of this layout are passed over, unless it is the present one. */
    void know(int other) {
        if (other != layout) {
            earlier.add(other);
        }
    }

    /** Whether it has never learned or scored anything. */
    boolean isFresh() {
        return learned == 0 && requests == 0;
    }

    /** Why a task cannot be served by another network, or an empty text. */
    String complaint(Reassignment move) {
        return learner.complaint(move);
    }

    /**
     * Has a task served by another network from the next score on.
     *
     * @throws IllegalArgumentException if it cannot be; says why
     */
    public void obey(Reassignment move) {
        String complaint = learner.complaint(move);
        Require.that(complaint.isEmpty(), "%s", complaint);
        learner.obey(move);
    }

    /** Leaves a record out. */
    void pass(long offset) {
        nextOffset = offset + 1;
    }

    /** Sends a snapshot of the model as it is. */
    public void snapshot(SnapshotManifest.Cause cause, Outputs outputs) {
        snapshots.take(
                new Snapshots.Moment(cause, learner.version(), nextOffset, learned), metrics(), parts(), outputs);
    }

    /**
     * The lane that goes on from {@code old} under other settings: parts with the same names are the old lane's bit for
     * bit, new ones are as they begin. Parts of tasks and features that are gone are forgotten, but for the rows of a
     * feature's buckets, which others may share. Counters, keys, chain of snapshots and log offset go on. Nothing may
     * wait in the old lane's buffers: {@link #settle} it first. It is only read.
     *
     * <p>Whatever is not as it begins counts as changed, so that the next checkpoint has it. Its blocks are numbered
     * anew: those of the old lane's checkpoints must not come before them.
     *
     * @throws IllegalArgumentException if the settings do not allow it; names all {@link Evolution#obstacles}
     * @throws IllegalStateException if examples wait to be learned from
     */
    static Lane evolved(Lane old, LaneSettings next) {
        List<String> obstacles = Evolution.obstacles(old.settings, next);
        Require.that(
                obstacles.isEmpty(),
                "the model cannot go on with this configuration: %s",
                String.join("; ", obstacles));
        int pending = old.buffers.contents().size();
        if (pending > 0) {
            throw new IllegalStateException(
                    "%d examples wait to be learned from; a lane evolves only when it is settled".formatted(pending));
        }
        Lane lane = new Lane(next);
        Origins origins = Origins.of(old.settings.map(), next.map());
        lane.learner.inherit(old.learner, origins);
        lane.recollection.inherit(old.recollection, origins);
        lane.keys.takeOver(old.keys);
        Remembered.copy(old.snapshots, lane.snapshots);
        lane.succeed(old);
        lane.nextOffset = old.nextOffset;
        lane.learned = old.learned;
        lane.requests = old.requests;
        lane.duplicates = old.duplicates;
        lane.ticks = old.ticks;
        lane.eventTime = old.eventTime;
        lane.lagMillis = old.lagMillis;
        return lane;
    }

    /**
     * Learns from a labelled example (when its batch is full), scores a request (at once) or obeys a tick.
     *
     * @param appendTime when the log took the record, in epoch milliseconds
     * @return false if it was passed over, because it was made for features or tasks of an earlier configuration
     * @throws IllegalArgumentException if the example was made by another feature map that was never configured
     */
    public boolean apply(long offset, long appendTime, LogRecord record, Outputs outputs) {
        if (record instanceof LogRecord.Event event) {
            return apply(offset, appendTime, event.example(), outputs);
        }
        if (record instanceof LogRecord.Reassign reassign) {
            pass(offset);
            obey(reassign.move());
            return true;
        }
        ticks++;
        settle(offset, appendTime, outputs);
        metrics().forEach(outputs::metrics);
        return true;
    }

    private boolean apply(long offset, long appendTime, Example example, Outputs outputs) {
        if (example.layout() != layout) {
            if (!earlier.contains(example.layout())) {
                throw new IllegalArgumentException(
                        ("the train-log record at offset %d was made with other features or tasks (layout %08x) than are"
                                        + " configured (layout %08x); replay the raw topics into another train log")
                                .formatted(offset, example.layout(), layout));
            }
            nextOffset = offset + 1;
            return false;
        }
        nextOffset = offset + 1;
        if (example.isRequest()) {
            requests++;
            float[] scores = learner.score(recollection.fill(example));
            outputs.prediction(predictions.of(example, offset, learner.version(), scores, 0));
        } else if (!keys.admit(example)) {
            duplicates++;
        } else {
            learned++;
            eventTime = example.time();
            Example filled = recollection.fill(example);
            recollection.observe(example);
            learn(buffers.add(new Pending(offset, appendTime, filled)), appendTime, outputs);
            if (learned % settings.metricsEvery() == 0) {
                metrics().forEach(outputs::metrics);
            }
            if (learned % settings.snapshotsEvery() == 0) {
                snapshot(SnapshotManifest.Cause.SCHEDULED, outputs);
            }
        }
        return true;
    }

    private void learn(List<Batch> due, long appendTime, Outputs outputs) {
        for (Batch batch : due) {
            Step step = learner.learn(batch);
            lagMillis = Math.max(0, appendTime - batch.oldestAppendTime());
            predictions.publish(step, outputs);
            step.asks().forEach(outputs::reassignment);
        }
    }

    /** Event time of the last learned example, in epoch milliseconds. */
    public long eventTime() {
        return eventTime;
    }

    /** The first log offset that has not been applied. */
    public long nextOffset() {
        return nextOffset;
    }

    /** What the numbers depend on besides configuration and log. */
    public String platform() {
        return learner.networks().platform();
    }

    /** Gradient steps taken. */
    public long version() {
        return learner.version();
    }

    /** Writes all blocks that changed since the last checkpoint, and what else must not be forgotten. */
    public void checkpoint(BlockSink sink) {
        snapshots.collectDirty(sink);
        Snapshots.visit(parts(), sink);
    }

    /** Writes all blocks that ever changed, and what else must not be forgotten. */
    void checkpointWhole(BlockSink sink) {
        snapshots.collectDirty((region, block, bytes) -> {}); // they are among the touched ones
        snapshots.visitTouched(sink);
        Snapshots.visit(parts(), sink);
    }

    /** Gives each place of a whole checkpoint. */
    void visitPlaces(BiConsumer<Integer, Integer> visitor) {
        checkpointWhole((region, block, bytes) -> visitor.accept(region, block));
    }

    /** Takes back one block of a checkpoint; the last one of each (region, block) counts. */
    public void restore(int region, int block, byte[] bytes) {
        if (region == Snapshots.META) {
            restored.restore(block, bytes);
        } else {
            snapshots.restore(region, block, bytes);
        }
    }

    /**
     * To be called after the last restored block, before anything is applied.
     *
     * @throws IllegalStateException if the state belongs to another configuration; says which part of it
     */
    public void resume() {
        if (restored.isEmpty()) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(restored.join()))) {
            read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint ends too early", e);
        }
    }

    public Totals totals() {
        return new Totals(learned, buffers.contents().size(), requests, duplicates, ticks, snapshots.count());
    }

    /** Quality of each task up to now, in configuration order. */
    public List<TaskMetrics> metrics() {
        return learner.metrics(nextOffset - 1, eventTime, lagMillis);
    }

    /** All parameters and what is remembered of earlier events, by what they are for. */
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>(learner.networks().sections());
        recollection.regions().forEach(region -> {
            float[] numbers = region.values();
            sections.add(new Section(region.name(), "", numbers, 0, 1, numbers.length, 1));
        });
        return sections;
    }

    /** How much each task has learned to take from whom, as {@link io.thalweg.model.Network#shares} has it. */
    public Map<String, Map<String, Double>> shares() {
        return learner.shares();
    }

    /** SHA-256 of all parameters in canonical order, in lower-case hex. */
    public String parametersSha256() {
        return learner.networks().parametersSha256();
    }

    private List<byte[]> parts() {
        return Meta.split(this::write);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(FORMAT);
        settings.shape().write(out);
        for (long value : new long[] {nextOffset, learned, requests, duplicates, ticks, eventTime, lagMillis}) {
            out.writeLong(value);
        }
        earlier.write(out);
        snapshots.write(out);
        learner.write(out);
        keys.write(out);
        List<Pending> waiting = buffers.contents();
        out.writeInt(waiting.size());
        for (Pending pending : waiting) {
            PendingCodec.write(out, pending);
        }
    }

    private void read(DataInputStream in) throws IOException {
        int format = in.readInt();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "the checkpoint has format %d; this version reads %d".formatted(format, FORMAT));
        }
        settings.shape().requireSame(in);
        nextOffset = in.readLong();
        learned = in.readLong();
        requests = in.readLong();
        duplicates = in.readLong();
        ticks = in.readLong();
        eventTime = in.readLong();
        lagMillis = in.readLong();
        earlier.read(in);
        snapshots.read(in);
        learner.read(in);
        keys.read(in);
        List<Pending> waiting = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            waiting.add(PendingCodec.read(in));
        }
        buffers.restore(waiting);
    }
}

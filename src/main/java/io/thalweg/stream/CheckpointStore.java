package io.thalweg.stream;

import io.thalweg.lane.StateSink;
import io.thalweg.lane.Succession;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A succession of lanes as a state store: the bytes behind a logged, uncached key-value store whose changelog holds the
 * lane's checkpoints. Restored blocks go to the lane; what is put is only logged, since the lane has it already.
 *
 * <p>The engine calls {@link #init} again, on the same instance, whenever what is in memory must be thought lost, and
 * also to look at a store it does not use yet: {@code init} forgets everything, and a lane is made when it is needed.
 */
final class CheckpointStore implements KeyValueStore<Bytes, byte[]> {
    private static final int TRACES = -1; // "generation" of what is not the model's
    private static final String NO_LOOKUPS = "checkpoints are written and restored, not looked up";

    private final String name;
    private final Supplier<Succession> successions;
    private final Map<TaskId, CheckpointStore> open;

    private @Nullable TaskId task;
    private @Nullable Succession succession;
    private Traces traces = new Traces();
    private @Nullable RuntimeException misfit; // a restored block that the lane has no place for
    private boolean restored; // blocks have come that the lane has not resumed from
    private long checkpointed; // log offset the last checkpoint stands for, -1 before the first

    CheckpointStore(String name, Supplier<Succession> successions, Map<TaskId, CheckpointStore> open) {
        this.name = name;
        this.successions = successions;
        this.open = open;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        succession = null;
        traces = new Traces();
        misfit = null;
        restored = false;
        checkpointed = -1;
        task = context.taskId();
        context.register(root, this::restore);
        open.put(task, this);
    }

    private void restore(byte[] key, byte @Nullable [] value) {
        restored = true;
        try {
            StateSink.Place place = place(key);
            if (place.generation() == TRACES) {
                traces.restore((long) place.region() << 32 | Integer.toUnsignedLong(place.block()), value);
                return;
            }
            present().restore(place, value);
            if (Succession.beginsGeneration(place)) {
                misfit = null; // it was of a generation that is over, and whose beginning compaction has taken away
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            misfit = e; // what comes last in a checkpoint can say better why it does not fit
        }
    }

    private Succession present() {
        Succession present = succession;
        if (present == null) {
            present = successions.get();
            succession = present;
        }
        return present;
    }

    /** The lanes as the last restored checkpoint left them, ready to go on. */
    Succession resume() {
        Succession resumed = present();
        if (restored) {
            resumed.resume();
            if (misfit != null) {
                throw misfit;
            }
            checkpointed = resumed.lane().nextOffset();
            restored = false;
        }
        return resumed;
    }

    /** Trace contexts of what waits in the lane's buffers. */
    Traces traces() {
        return traces;
    }

    /** First train-log offset behind the last checkpoint, or -1 if there has never been one. */
    long checkpointed() {
        return checkpointed;
    }

    /**
     * Writes what has changed since the last checkpoint through {@code logged}, the store that this one is the bytes
     * of.
     */
    void checkpoint(KeyValueStore<Bytes, byte[]> logged) {
        Succession changed = present();
        changed.checkpoint((place, bytes) -> logged.put(key(place), bytes));
        traces.retain(changed.lane());
        traces.checkpoint((offset, bytes) ->
                logged.put(key(new StateSink.Place(TRACES, (int) (offset >>> 32), offset.intValue())), bytes));
        checkpointed = changed.lane().nextOffset();
    }

    private static StateSink.Place place(byte[] key) {
        if (key.length != 3 * Integer.BYTES) {
            throw new IllegalStateException(
                    "the changelog has a key of %d bytes, not %d: its checkpoints are of another version of the program"
                            .formatted(key.length, 3 * Integer.BYTES));
        }
        ByteBuffer place = ByteBuffer.wrap(key);
        return new StateSink.Place(place.getInt(), place.getInt(), place.getInt());
    }

    private static Bytes key(StateSink.Place place) {
        return Bytes.wrap(ByteBuffer.allocate(3 * Integer.BYTES)
                .putInt(place.generation())
                .putInt(place.region())
                .putInt(place.block())
                .array());
    }

    /** Does nothing: the engine's layer above writes the changelog, and the lane is already newer. */
    @Override
    public void put(Bytes key, byte[] value) {}

    @Override
    public void close() {
        succession = null;
        if (task != null) {
            open.remove(task, this);
            task = null;
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** So says a store in memory, because only then the engine keeps its process id, and fences a dead one at once. */
    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    @SuppressWarnings("deprecation") // the only way to say that there is no offset file to look for
    public boolean managesOffsets() {
        return true;
    }

    /** Nothing is kept here, so every start restores the whole changelog. */
    @Override
    @SuppressWarnings("NullAway") // the engine's contract: null means none
    public Long committedOffset(TopicPartition partition) {
        return null;
    }

    /** Nobody queries a lane through the engine. */
    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {}

    @Override
    public boolean isOpen() {
        return task != null;
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        throw new UnsupportedOperationException(NO_LOOKUPS);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {}

    @Override
    public byte[] delete(Bytes key) {
        throw new UnsupportedOperationException(NO_LOOKUPS);
    }

    @Override
    public byte[] get(Bytes key) {
        throw new UnsupportedOperationException(NO_LOOKUPS);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        throw new UnsupportedOperationException(NO_LOOKUPS);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw new UnsupportedOperationException(NO_LOOKUPS);
    }

    @Override
    public long approximateNumEntries() {
        return 0;
    }
}

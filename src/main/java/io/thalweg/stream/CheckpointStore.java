package io.thalweg.stream;

import io.thalweg.lane.BlockSink;
import io.thalweg.lane.Lane;
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
 * A lane as a state store: the bytes behind a logged, uncached key-value store whose changelog holds the lane's
 * checkpoints. Restored blocks go to the lane; what is put is only logged, since the lane has it already.
 *
 * <p>The engine calls {@link #init} again, on the same instance, whenever what is in memory must be thought lost, and
 * also to look at a store it does not use yet: {@code init} forgets everything, and a lane is made when it is needed.
 */
final class CheckpointStore implements KeyValueStore<Bytes, byte[]> {
    private static final String NO_LOOKUPS = "checkpoints are written and restored, not looked up";

    private final String name;
    private final Supplier<Lane> lanes;
    private final Map<TaskId, CheckpointStore> open;

    private @Nullable TaskId task;
    private @Nullable Lane lane;
    private @Nullable RuntimeException misfit; // a restored block that the lane has no place for
    private boolean restored; // blocks have come that the lane has not resumed from
    private long checkpointed; // log offset the last checkpoint stands for, -1 before the first

    CheckpointStore(String name, Supplier<Lane> lanes, Map<TaskId, CheckpointStore> open) {
        this.name = name;
        this.lanes = lanes;
        this.open = open;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        lane = null;
        misfit = null;
        restored = false;
        checkpointed = -1;
        task = context.taskId();
        context.register(root, this::restore);
        open.put(task, this);
    }

    private void restore(byte[] key, byte[] value) {
        ByteBuffer place = ByteBuffer.wrap(key);
        restored = true;
        try {
            present().restore(place.getInt(), place.getInt(), value);
        } catch (IllegalArgumentException | IllegalStateException e) {
            misfit = e; // what comes last in a checkpoint can say better why it does not fit
        }
    }

    private Lane present() {
        Lane present = lane;
        if (present == null) {
            present = lanes.get();
            lane = present;
        }
        return present;
    }

    /** The lane as the last restored checkpoint left it, ready to go on. */
    Lane resume() {
        Lane resumed = present();
        if (restored) {
            resumed.resume();
            if (misfit != null) {
                throw misfit;
            }
            checkpointed = resumed.nextOffset();
            restored = false;
        }
        return resumed;
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
        Lane changed = present();
        BlockSink sink = (region, block, bytes) -> logged.put(key(region, block), bytes);
        changed.checkpoint(sink);
        checkpointed = changed.nextOffset();
    }

    private static Bytes key(int region, int block) {
        return Bytes.wrap(ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(region)
                .putInt(block)
                .array());
    }

    /** Does nothing: the engine's layer above writes the changelog, and the lane is already newer. */
    @Override
    public void put(Bytes key, byte[] value) {}

    @Override
    public void close() {
        lane = null;
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

package io.thalweg.stream;

import io.thalweg.lane.Succession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The checkpoint stores of one application, by task. A processor finds its lane here by task id: a warm standby that
 * takes over keeps its store, without another {@code init}.
 */
final class Checkpoints implements KeyValueBytesStoreSupplier {
    /** A contract: the changelog is named after it. */
    static final String STORE = "checkpoints";

    /*
     * Blocks are rewritten often, so the log must be compacted early and in small segments, or a restore reads many
     * stale ones. One part of a checkpoint is well below a message of 4 MB. Applied only when the topic is created.
     */
    static final Map<String, String> CHANGELOG = Map.of(
            "max.message.bytes", "4194304",
            "segment.bytes", "67108864",
            "min.cleanable.dirty.ratio", "0.2",
            "max.compaction.lag.ms", "3600000");

    private final Supplier<Succession> successions;
    private final Map<TaskId, CheckpointStore> open = new ConcurrentHashMap<>();

    /** Makes one succession of lanes per task. */
    Checkpoints(Supplier<Succession> successions) {
        this.successions = successions;
    }

    StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(this, Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(CHANGELOG)
                .withCachingDisabled();
    }

    CheckpointStore of(TaskId task) {
        CheckpointStore store = open.get(task);
        if (store == null) {
            throw new IllegalStateException("no checkpoint store for task " + task);
        }
        return store;
    }

    @Override
    public String name() {
        return STORE;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
        return new CheckpointStore(STORE, successions, open);
    }

    @Override
    public String metricsScope() {
        return "in-memory-checkpoints";
    }
}

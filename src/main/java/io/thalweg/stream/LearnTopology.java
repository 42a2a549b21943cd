package io.thalweg.stream;

import io.thalweg.client.SnapshotTopic;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.config.Topics;
import io.thalweg.lane.Lane;
import io.thalweg.lane.Succession;
import io.thalweg.wire.Registry;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The learn application: the train log through its lanes, and their results into three topics.
 *
 * @param declaration puts a changed configuration into the train log
 * @param lanes makes lanes of the configuration
 */
record LearnTopology(
        ThalwegConfig config,
        Registry registry,
        CatchUp catchUp,
        EarlySnapshot archive,
        Declaration declaration,
        Supplier<Lane> lanes,
        LaneWatch watch) {
    static final String PREDICTIONS = "predictions";
    static final String METRICS = "metrics";
    static final String SNAPSHOTS = "snapshots";
    static final String CONTROLS = "controls"; // in the train log
    static final String QUARANTINE = "quarantine";

    /**
     * The whole flow; names are a contract. An offset that the log does not have is an error, since to begin at another
     * one would make another model.
     */
    Topology build() {
        Topics topics = config.topics();
        ByteArrayDeserializer from = new ByteArrayDeserializer();
        ByteArraySerializer to = new ByteArraySerializer();
        return new Topology()
                .addSource(AutoOffsetReset.none(), "train-log", new ArrivalTime(), from, from, topics.trainLog())
                .addProcessor("learn", new Learning(this), "train-log")
                .addSink(PREDICTIONS, topics.predictions(), to, to, "learn")
                .addSink(METRICS, topics.metrics(), to, to, "learn")
                .addSink(SNAPSHOTS, topics.snapshots(), to, to, SnapshotTopic::partition, "learn")
                .addSink(CONTROLS, topics.trainLog(), to, to, LearnTopology::firstPartition, "learn")
                .addSink(QUARANTINE, topics.quarantine(), to, to, "learn");
    }

    private static Optional<Set<Integer>> firstPartition(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(0));
    }

    /** One succession of lanes and one processor per task. */
    private static final class Learning implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        private final LearnTopology topology;
        private final Checkpoints checkpoints;

        Learning(LearnTopology topology) {
            this.topology = topology;
            checkpoints = new Checkpoints(
                    () -> new Succession(topology.config().lane(), topology.archive(), topology.lanes()));
        }

        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new LearnProcessor(topology, checkpoints);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(checkpoints.builder());
        }
    }
}

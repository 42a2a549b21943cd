package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import io.thalweg.wire.Registry;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The route application: all input topics, by the times of their records as far as they are there, into one log.
 *
 * @param largestQuarantined bytes of the largest message that the quarantine topic takes
 */
record RouteTopology(ThalwegConfig config, Registry registry, RouteCounts counts, int largestQuarantined) {
    static final String TRAIN_LOG = "train-log";
    static final String QUARANTINE = "quarantine";

    /** The whole flow; names are a contract. */
    Topology build() {
        String[] inputs = config.input().topics().stream().map(InputTopic::name).toArray(String[]::new);
        ByteArrayDeserializer from = new ByteArrayDeserializer();
        ByteArraySerializer to = new ByteArraySerializer();
        AutoOffsetReset asConfigured = null;
        return new Topology()
                .addSource(asConfigured, "events", new ArrivalTime(), from, from, inputs)
                .addProcessor("route", new Routing(this), "events")
                .addSink(TRAIN_LOG, config.topics().trainLog(), to, to, "route")
                .addSink(QUARANTINE, config.topics().quarantine(), to, to, "route");
    }

    /** One processor per task. */
    private record Routing(RouteTopology topology) implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new RouteProcessor(topology);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(new StableIdentity.Builder());
        }
    }
}

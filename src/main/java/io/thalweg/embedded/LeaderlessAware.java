package io.thalweg.embedded;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;

/**
 * A metadata cache that tells a partition without a leader from one that does not exist.
 *
 * <p>Kafka's own (4.3.1, KAFKA-20734) does not, and the transaction coordinator does not write the end of a transaction
 * to a partition that does not exist. All partitions of a single broker are without a leader while it is about to stop,
 * and once more after it was killed and has come back; a transaction that was being ended then could stay open on its
 * partitions for ever: no reader of committed records gets past it, and no consumer group gets to know its offsets.
 */
final class LeaderlessAware extends KRaftMetadataCache {
    LeaderlessAware(int node, Supplier<KRaftVersion> version) {
        super(node, version);
    }

    /** Empty only if there is no such partition; {@link Node#noNode} lets the coordinator ask again later. */
    @Override
    public Optional<Node> getPartitionLeaderEndpoint(String topic, int partition, ListenerName listener) {
        Optional<Node> leader = super.getPartitionLeaderEndpoint(topic, partition, listener);
        boolean isLeaderless = leader.isEmpty() && contains(new TopicPartition(topic, partition));
        return isLeaderless ? Optional.of(Node.noNode()) : leader;
    }
}

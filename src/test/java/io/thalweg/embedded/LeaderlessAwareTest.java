package io.thalweg.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpoint;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpointCollection;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.Test;

class LeaderlessAwareTest {
    private static final ListenerName LISTENER = new ListenerName("PLAINTEXT");
    private static final int BROKER = 1;
    private static final int NOBODY = -1;

    private static <C extends KRaftMetadataCache> C knowing(C cache, int leader) {
        Uuid topic = Uuid.randomUuid();
        MetadataDelta delta =
                new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        delta.replay(new RegisterBrokerRecord()
                .setBrokerId(BROKER)
                .setEndPoints(new BrokerEndpointCollection(List.of(new BrokerEndpoint()
                                .setName(LISTENER.value())
                                .setHost("here")
                                .setPort(9092))
                        .iterator())));
        delta.replay(new TopicRecord().setName("log").setTopicId(topic));
        delta.replay(new PartitionRecord()
                .setTopicId(topic)
                .setPartitionId(0)
                .setReplicas(List.of(BROKER))
                .setIsr(List.of(BROKER))
                .setLeader(leader));
        cache.setImage(delta.apply(MetadataProvenance.EMPTY));
        return cache;
    }

    private static LeaderlessAware aware(int leader) {
        return knowing(new LeaderlessAware(BROKER, () -> KRaftVersion.LATEST_PRODUCTION), leader);
    }

    @Test
    void aPartitionWithoutALeaderIsThere() {
        assertThat(aware(NOBODY).getPartitionLeaderEndpoint("log", 0, LISTENER)).contains(Node.noNode());
    }

    @Test
    void aPartitionOrTopicThatDoesNotExistIsNot() {
        assertThat(aware(NOBODY).getPartitionLeaderEndpoint("log", 1, LISTENER)).isEmpty();
        assertThat(aware(NOBODY).getPartitionLeaderEndpoint("deleted", 0, LISTENER))
                .isEmpty();
    }

    @Test
    void aLeaderIsWhereItWasRegistered() {
        assertThat(aware(BROKER).getPartitionLeaderEndpoint("log", 0, LISTENER))
                .map(Node::id)
                .contains(BROKER);
    }

    /** When this fails after an upgrade, Kafka's own cache is good enough again. */
    @Test
    void kafkasOwnCacheStillDoesNotTellThem() {
        KRaftMetadataCache own = new KRaftMetadataCache(BROKER, () -> KRaftVersion.LATEST_PRODUCTION);
        assertThat(knowing(own, NOBODY).getPartitionLeaderEndpoint("log", 0, LISTENER))
                .isEmpty();
    }
}

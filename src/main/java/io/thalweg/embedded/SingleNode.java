package io.thalweg.embedded;

import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A whole cluster: controller and broker in one, as {@link KafkaRaftServer} has them, but for {@link LeaderlessAware}.
 */
final class SingleNode {
    private final ControllerServer controller;
    private final BrokerServer broker;

    /** Of a directory that is formatted. */
    SingleNode(KafkaConfig config) {
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directory =
                KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(SingleNode.class), "");
        Metrics metrics = Server.initializeMetrics(
                config, Time.SYSTEM, directory._1().clusterId().orElseThrow());
        SharedServer shared = new SharedServer(
                config,
                directory._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        broker = new Broker(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directory._2());
    }

    /** Kafka's broker, but for its cache. */
    private static final class Broker extends BrokerServer {
        Broker(SharedServer shared) {
            super(shared);
        }

        /** Called once by {@link BrokerServer#startup} with the cache that it has made. */
        @Override
        public void metadataCache_$eq(KRaftMetadataCache made) {
            super.metadataCache_$eq(new LeaderlessAware(
                    config().nodeId(),
                    () -> sharedServer().raftManager().client().kraftVersion()));
        }
    }

    /** Returns when it takes requests. */
    void start() {
        controller.startup();
        broker.startup();
    }

    /** The broker first: it needs the controller for a clean stop. */
    void stop() {
        broker.shutdown();
        controller.shutdown();
    }

    void awaitStop() {
        broker.awaitShutdown();
        controller.awaitShutdown();
    }
}

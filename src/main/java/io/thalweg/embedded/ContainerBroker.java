package io.thalweg.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Main class of a broker in a container: the node that {@link EmbeddedBroker} runs, with settings from the environment,
 * called as the image {@code apache/kafka} calls them: {@code KAFKA_NODE_ID} is {@code node.id}, {@code __} stands for
 * an underscore, {@code ___} for a dash. {@code CLUSTER_ID} is the cluster's. One node, broker and controller in one.
 */
final class ContainerBroker {
    private static final String PREFIX = "KAFKA_";
    private static final String CLUSTER = "5L6g3nShT-eMCtK--X86sw"; // that image's, too

    private ContainerBroker() {}

    public static void main(String[] arguments) {
        try {
            Properties settings = settings(System.getenv());
            KafkaConfig config = new KafkaConfig(settings);
            format(config, System.getenv().getOrDefault("CLUSTER_ID", CLUSTER));
            SingleNode node = new SingleNode(config);
            Runtime.getRuntime().addShutdownHook(new Thread(node::stop, "broker shutdown"));
            node.start();
            System.err.println("the broker is ready");
            node.awaitStop();
        } catch (Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    /** What the environment says about the broker. */
    static Properties settings(Map<String, String> environment) {
        Properties settings = new Properties();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                settings.put(property(name.substring(PREFIX.length())), value);
            }
        });
        return settings;
    }

    private static String property(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replace("___", "-")
                .replace("__", "\0")
                .replace('_', '.')
                .replace('\0', '_');
    }

    private static void format(KafkaConfig config, String cluster) throws Exception {
        String directory = config.metadataLogDir();
        if (Files.exists(Path.of(directory, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setClusterId(cluster)
                .setNodeId(config.nodeId())
                .addDirectory(directory)
                .setMetadataLogDirectory(directory)
                .setControllerListenerName(config.controllerListenerNames().get(0))
                .setPrintStream(System.err)
                .run();
    }
}

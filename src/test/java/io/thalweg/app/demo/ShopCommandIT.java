package io.thalweg.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.CommandLineScene;
import io.thalweg.app.console.EmbeddedParts;
import io.thalweg.simulate.Shop;
import io.thalweg.simulate.ShopEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's source of events, against a real broker. */
class ShopCommandIT {
    private static final long SEED = 42;
    private static final String CLICKS = "shop.click";

    @TempDir
    private Path directory;

    @Test
    void itGoesOnWithTheNextEventThoughRetentionHasTakenTheFirst() throws Exception {
        try (EmbeddedParts parts = EmbeddedParts.start(directory.resolve("parts"))) {
            CommandLineScene scene = new CommandLineScene(directory);
            String config = scene.file(
                    "shop.yaml",
                    DemoCommand.shopYaml()
                            .replace("localhost:9092", parts.bootstrapServers())
                            .replace("http://localhost:8081", parts.registryUrl()));
            publish(scene, config, 200);
            assertThat(scene.err()).contains("publishing from event 0 on");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()))) {
                admin.deleteRecords(Map.of(new TopicPartition(CLICKS, 0), RecordsToDelete.beforeOffset(-1)))
                        .all()
                        .get();
            }
            publish(scene, config, 300);
            assertThat(scene.err())
                    .contains("publishing from event 200 on", "300 events have been published, 100 of them now");

            Map<String, List<String>> found = found(parts.bootstrapServers());
            Map<String, List<String>> all = made(300);
            all.put(
                    CLICKS,
                    all.get(CLICKS)
                            .subList(
                                    made(200).get(CLICKS).size(),
                                    all.get(CLICKS).size()));
            assertThat(found).isEqualTo(all);
        }
    }

    private static void publish(CommandLineScene scene, String config, int events) {
        assertThat(scene.run("shop", "-c", config, "--rate", "0", "--events", String.valueOf(events)))
                .as(scene.err())
                .isZero();
    }

    /** Keys by topic. */
    private static Map<String, List<String>> made(int events) {
        Shop shop = new Shop(SEED, 100_000, Long.MAX_VALUE);
        Map<String, List<String>> keys = new TreeMap<>();
        while (shop.published() < events) {
            ShopEvent event = shop.next();
            keys.computeIfAbsent(event.kind().topic(), topic -> new ArrayList<>())
                    .add(String.valueOf(event.cell("impression_id")));
        }
        return keys;
    }

    private static Map<String, List<String>> found(String bootstrap) {
        Map<String, List<String>> keys = new TreeMap<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (String topic : made(300).keySet()) {
                List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
                consumer.assign(partition);
                consumer.seekToBeginning(partition);
                long end = consumer.endOffsets(partition).get(partition.get(0));
                while (consumer.position(partition.get(0)) < end) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                        String key =
                                record.key() == null ? "null" : new String(record.key(), StandardCharsets.US_ASCII);
                        keys.computeIfAbsent(topic, any -> new ArrayList<>()).add(key);
                    }
                }
            }
        }
        return keys;
    }
}

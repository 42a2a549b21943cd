package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.embedded.EmbeddedRegistry;
import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Reason;
import io.thalweg.wire.avro.TrainExample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real registry, and what it really answers. */
@Timeout(180)
class RegistryIT {
    @TempDir
    Path directory;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Test
    void schemasGoThereAndComeBack() throws UnknownSchemaException {
        try (EmbeddedRegistry real = EmbeddedRegistry.start(directory)) {
            Registry registry = registry(real);
            Schema schema = TrainExample.getClassSchema();
            int id = registry.register("log-" + schema.getFullName(), schema);
            assertThat(registry.register("log-" + schema.getFullName(), schema)).isEqualTo(id);
            Registry another = registry(real);
            assertThat(another.schema(id)).isEqualTo(schema);
            assertThat(another.register("log-" + schema.getFullName(), schema)).isEqualTo(id);
            for (int unknown : new int[] {id + 4_711, 0, -1, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> another.schema(unknown)).isInstanceOf(UnknownSchemaException.class);
            }
            assertThat(said).isEmpty();
        }
    }

    @Test
    void anUnknownIdIsAReasonForQuarantine() {
        try (EmbeddedRegistry real = EmbeddedRegistry.start(directory)) {
            EventScenario shop = EventScenario.events().column("c", Kind.TEXT);
            InputTopic topic = shop.topic();
            InputMap map = shop.map();
            byte[] bytes = new EventWriter(map, topic, registry(real))
                    .begin()
                    .time(0, 1_500_000_000L)
                    .text(1, "x")
                    .end();
            var reader = new EventReader(map, registry(real));
            assertThat(EventScenario.text(EventScenario.accepted(reader.read(bytes, topic, EventScenario.SOURCE)), 1))
                    .isEqualTo("x");
            bytes[1] = 0x7f;
            Decoded.Rejected rejected = EventScenario.rejected(reader.read(bytes, topic, EventScenario.SOURCE));
            assertThat(rejected.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        }
    }

    @Test
    void aKilledRegistryIsWaitedFor() throws Exception {
        EmbeddedRegistry real = EmbeddedRegistry.start(directory);
        Registry registry = registry(real);
        int id = registry.register("s-value", Schema.create(Schema.Type.INT));
        Registry another = registry(real);
        real.kill();
        CompletableFuture<Schema> schema = CompletableFuture.supplyAsync(() -> {
            try {
                return another.schema(id);
            } catch (UnknownSchemaException e) {
                throw new AssertionError(e);
            }
        });
        while (said.isEmpty()) {
            Thread.sleep(10);
        }
        try (EmbeddedRegistry restarted = EmbeddedRegistry.start(directory)) {
            assertThat(schema.get()).isEqualTo(Schema.create(Schema.Type.INT));
            assertThat(restarted.url()).isEqualTo(real.url());
        }
        assertThat(said.get(0)).startsWith("waiting for the schema registry at " + real.url());
        assertThat(said.get(said.size() - 1)).endsWith("answers again");
    }

    @Test
    void aWrongPathIsSaid() {
        try (EmbeddedRegistry real = EmbeddedRegistry.start(directory)) {
            String url = real.url().replace("/apis/ccompat/v7", "/apis/nothing");
            var registry = new Registry(Map.of("url", url), said::add);
            assertThatThrownBy(() -> registry.register("s-value", Schema.create(Schema.Type.INT)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("is registry.url right?");
        }
    }

    private Registry registry(EmbeddedRegistry real) {
        return new Registry(Map.of("url", real.url()), said::add);
    }
}

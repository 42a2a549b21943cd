package io.thalweg.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.simulate.Shop;
import io.thalweg.simulate.ShopEvent;
import io.thalweg.simulate.ShopEvent.Kind;
import io.thalweg.simulate.Trouble;
import io.thalweg.wire.EventReader;
import io.thalweg.wire.EventWriter;
import io.thalweg.wire.Registry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the shop publishes, as the learner's first two stations find it. */
class ShopPublicationTest {
    private static final int EVENTS = 30_000;
    private static final Map<Trouble, Reason> REASONS = Map.of(
            Trouble.EMPTY, Reason.EMPTY,
            Trouble.WRONG_MAGIC, Reason.NOT_AVRO,
            Trouble.UNKNOWN_SCHEMA, Reason.UNKNOWN_SCHEMA,
            Trouble.TRUNCATED, Reason.NOT_AVRO,
            Trouble.NOT_FINITE, Reason.NOT_FINITE,
            Trouble.NO_KEY, Reason.MISSING_FIELD,
            Trouble.BAD_TIME, Reason.BAD_TIME,
            Trouble.TOO_LONG, Reason.TOO_LONG,
            Trouble.BAD_LABEL, Reason.BAD_LABEL);

    private final ThalwegConfig config =
            ThalwegConfig.parse(DemoCommand.shopYaml(), "the shop's configuration", Map.of());
    private final Shop shop = new Shop(42, EVENTS);
    private final ShopPublication publication = new ShopPublication(shop, EVENTS, config.input());
    private final Registry registry = Registry.inMemory();
    private final EventReader reader = new EventReader(config.input(), registry);
    private final Extractor extractor = new Extractor(config.features(), config.input());
    private final Map<Kind, EventWriter> writers = new EnumMap<>(Kind.class);

    @Test
    void brokenRecordsAreRejectedForTheirOwnReasonAndAllOthersAreRead() {
        for (int i = 0; i < EVENTS; i++) {
            ShopEvent event = shop.next();
            Reason expected = REASONS.get(event.trouble());
            assertThat(reason(event)).as("%s %s", event.kind(), event.trouble()).isEqualTo(expected);
        }
    }

    private Reason reason(ShopEvent event) {
        InputTopic topic = config.input().topics().stream()
                .filter(one -> one.name().equals(event.kind().topic()))
                .findFirst()
                .orElseThrow();
        EventWriter writer =
                writers.computeIfAbsent(event.kind(), kind -> new EventWriter(config.input(), topic, registry));
        Decoded decoded = reader.read(publication.bytes(event, writer), topic, new Source(topic.name(), 0, 0));
        if (decoded instanceof Decoded.Accepted accepted) {
            Extracted extracted = extractor.extract(accepted.observation());
            return extracted instanceof Extracted.Rejected rejected ? rejected.reason() : null;
        }
        return ((Decoded.Rejected) decoded).reason();
    }

    @Test
    void aConfigurationThatReadsOtherTopicsIsRefusedInWords() {
        String yaml = DemoCommand.shopYaml().replace("shop.buy", "shop.purchase");
        ThalwegConfig other = ThalwegConfig.parse(yaml, "another configuration", Map.of());
        assertThatThrownBy(() -> new ShopPublication(shop, EVENTS, other.input()))
                .hasMessageContainingAll(List.of("shop.buy", "--csv").toArray(String[]::new));
    }
}

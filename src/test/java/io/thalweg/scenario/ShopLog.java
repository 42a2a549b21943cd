package io.thalweg.scenario;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Source;
import io.thalweg.simulate.Shop;
import io.thalweg.simulate.ShopEvent;
import io.thalweg.simulate.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A simulated shop's records as the examples that they become, without wire and broker. */
public final class ShopLog {
    private final Shop shop;
    private final InputMap input;
    private final ObservationBuilder builder;
    private final Extractor extractor;

    public ShopLog(Shop shop, ThalwegConfig config) {
        this.shop = shop;
        input = config.input();
        builder = new ObservationBuilder(input);
        extractor = new Extractor(config.features(), input);
    }

    /** The next record's example; nothing of a broken one. */
    public Optional<Example> next() {
        long number = shop.published();
        ShopEvent event = shop.next();
        return event.trouble() == Trouble.NONE || event.trouble() == Trouble.DUPLICATE
                ? Optional.of(example(event, number))
                : Optional.empty();
    }

    private Example example(ShopEvent event, long number) {
        InputTopic topic = input.topics().stream()
                .filter(one -> one.name().equals(event.kind().topic()))
                .findFirst()
                .orElseThrow();
        builder.begin(topic);
        for (int column : topic.columns()) {
            write(column, event.cell(input.columns().get(column).field()));
        }
        var decoded = (Decoded.Accepted) builder.build(new Source(topic.name(), 0, number));
        return ((Extracted.Accepted) extractor.extract(decoded.observation())).example();
    }

    private void write(int column, @org.jspecify.annotations.Nullable Object value) {
        if (value instanceof String text) {
            builder.text(column, text);
        } else if (value instanceof Double number) {
            builder.number(column, number);
        } else if (value instanceof Long time) {
            builder.time(column, time);
        } else if (value instanceof List<?> texts) {
            builder.sequence(column, texts.size());
            for (Object text : texts) {
                byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
                builder.element(column, utf8, 0, utf8.length);
            }
        }
    }
}

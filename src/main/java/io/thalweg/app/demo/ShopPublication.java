package io.thalweg.app.demo;

import io.thalweg.app.console.CommandException;
import io.thalweg.app.produce.Publication;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.simulate.Shop;
import io.thalweg.simulate.ShopEvent;
import io.thalweg.simulate.ShopEvent.Kind;
import io.thalweg.simulate.Trouble;
import io.thalweg.stream.InputFeed;
import io.thalweg.wire.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes what happens in the simulated shop, the broken records included. */
final class ShopPublication implements Publication {
    private static final byte[] NO_SUCH_ID = {0x7f, -1, -1, -1};

    private final Shop shop;
    private final long until;
    private final InputMap map;
    private final Map<Kind, InputTopic> topics = new EnumMap<>(Kind.class);
    private long lastTime;

    /** @param until records the shop will have published in all */
    ShopPublication(Shop shop, long until, InputMap map) {
        this.shop = shop;
        this.until = until;
        this.map = map;
        for (Kind kind : Kind.values()) {
            topics.put(
                    kind,
                    map.topics().stream()
                            .filter(topic -> topic.name().equals(kind.topic()))
                            .findFirst()
                            .orElseThrow(() -> new CommandException(
                                    "the shop publishes on %s, which the configuration does not read; take"
                                            + " ops/examples/shop.yaml and change what is below its tasks, or give a file"
                                            + " of your own events with --csv",
                                    kind.topic())));
        }
    }

    @Override
    public boolean publishNext(InputFeed feed) {
        if (shop.published() >= until) {
            return false;
        }
        ShopEvent event = shop.next();
        lastTime = event.time();
        String topic = event.kind().topic();
        byte[] key = event.cell("impression_id") instanceof String id ? id.getBytes(StandardCharsets.US_ASCII) : null;
        feed.send(topic, key, bytes(event, feed.writer(topic)));
        return true;
    }

    @Override
    public long lastTime() {
        return lastTime;
    }

    /** The record as it goes on its topic: null if it is to be empty, damaged if it is to be. */
    byte @Nullable [] bytes(ShopEvent event, EventWriter writer) {
        writer.begin();
        InputTopic topic = topics.get(event.kind());
        for (int column : topic == null ? List.<Integer>of() : topic.columns()) {
            Column read = map.columns().get(column);
            write(writer, column, event.cell(read.field()));
        }
        return damaged(writer.end(), event.trouble());
    }

    private static void write(EventWriter writer, int column, @Nullable Object value) {
        if (value instanceof String text) {
            writer.text(column, text);
        } else if (value instanceof Double number) {
            writer.number(column, number);
        } else if (value instanceof Long time) {
            writer.time(column, time);
        } else if (value instanceof List<?> texts) {
            writer.texts(column, texts.toArray(String[]::new));
        }
    }

    private static byte @Nullable [] damaged(byte[] bytes, Trouble trouble) {
        switch (trouble) {
            case EMPTY -> {
                return null;
            }
            case WRONG_MAGIC -> bytes[0] = 1;
            case UNKNOWN_SCHEMA -> System.arraycopy(NO_SUCH_ID, 0, bytes, 1, NO_SUCH_ID.length);
            case TRUNCATED -> {
                return Arrays.copyOf(bytes, bytes.length / 2);
            }
            default -> {}
        }
        return bytes;
    }
}

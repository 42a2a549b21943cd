package io.thalweg.app.produce;

import io.thalweg.csv.CsvSource;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.stream.InputFeed;
import io.thalweg.wire.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a file's rows as events, in time order. A row that nobody can learn from is published too: it goes to
 * quarantine like any other producer's bad record, and is counted here.
 */
public final class CsvPublication implements Publication {
    private static final int SHOWN = 3;

    private final InputMap map;
    private final CsvSource source;
    private final Map<String, Long> byTopic = new TreeMap<>();
    private long lastTime;
    private long refused;
    private String firstRefusals = "";

    public CsvPublication(InputMap map, CsvSource source) {
        this.map = map;
        this.source = source;
    }

    @Override
    public boolean publishNext(InputFeed feed) {
        Decoded decoded = source.next();
        if (decoded == null) {
            return false;
        }
        InputTopic topic = source.topic();
        if (decoded instanceof Decoded.Rejected rejected) {
            refused++;
            firstRefusals += refused <= SHOWN ? "; " + rejected.reason() + ": " + rejected.detail() : "";
        } else if (decoded instanceof Decoded.Accepted accepted) {
            lastTime = accepted.observation().time();
        }
        EventWriter writer = feed.writer(topic.name()).begin();
        for (int column : topic.columns()) {
            writer.cell(column, source.cell(column));
        }
        feed.send(topic.name(), key(), writer.end());
        byTopic.merge(topic.name(), 1L, Long::sum);
        return true;
    }

    private byte @Nullable [] key() {
        String key = map.key() < 0 ? "" : source.cell(map.key());
        return key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long lastTime() {
        return lastTime;
    }

    /** Events published, by topic. */
    public Map<String, Long> byTopic() {
        return byTopic;
    }

    /** Events published that will go to quarantine. */
    public long refused() {
        return refused;
    }

    /** Why, for the first few. */
    public String firstRefusals() {
        return firstRefusals;
    }
}

package io.thalweg.app.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.simulate.ClickLog;
import java.util.ArrayList;
import java.util.List;

/** A click log as a train log in memory, without any bytes in between. */
final class Memory implements ClickLogFields.Taker {
    private final InputTopic topic;
    private final ClickLogFields fields;
    private final ObservationBuilder builder;
    private final Extractor extractor;

    Memory(ThalwegConfig config) {
        topic = config.input().topics().get(0);
        fields = new ClickLogFields(config.input());
        builder = new ObservationBuilder(config.input());
        extractor = new Extractor(config.features(), config.input());
    }

    /** The next {@code count} records. */
    List<LogRecord> records(ClickLog log, int count) {
        List<LogRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            log.advance();
            records.add(record(log));
        }
        return records;
    }

    private LogRecord record(ClickLog log) {
        builder.begin(topic);
        fields.give(log, this);
        Decoded decoded = builder.build(new Source(topic.name(), 0, log.written() - 1));
        if (decoded instanceof Decoded.Accepted accepted
                && extractor.extract(accepted.observation()) instanceof Extracted.Accepted extracted) {
            return new LogRecord.Event(extracted.example());
        }
        throw new IllegalStateException("the click log has a record that cannot be learned from: " + decoded);
    }

    @Override
    public void time(int column, long millis) {
        builder.time(column, millis);
    }

    @Override
    public void text(int column, long value) {
        byte[] digits = Long.toString(value).getBytes(US_ASCII);
        builder.text(column, digits, 0, digits.length);
    }

    @Override
    public void number(int column, double value) {
        builder.number(column, value);
    }
}

package io.thalweg.app.bench;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.simulate.ClickLog;
import io.thalweg.stream.InputFeed;
import io.thalweg.wire.EventWriter;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Publishes a click log's records on a topic, as fast as they come or at an even pace. One owner thread. */
final class ClickFeed implements AutoCloseable {
    private static final double NANOS = 1e9;

    private final String topic;
    private final ClickLog log;
    private final ClickLogFields fields;
    private final InputFeed feed;
    private final EventWriter writer;
    private final ClickLogFields.Taker taker;

    /** Of labelled events. */
    ClickFeed(Bench.Parts parts, String topic, ClickLog log) {
        this(parts, topic, log, false);
    }

    private ClickFeed(Bench.Parts parts, String topic, ClickLog log, boolean isAsking) {
        this.topic = topic;
        this.log = log;
        ThalwegConfig config = Workload.config(Workload.Model.LINEAR, "feed", topic)
                .withServers(Map.of("bootstrap.servers", parts.bootstrap()), Map.of("url", parts.registry()));
        fields = new ClickLogFields(config.input());
        feed = InputFeed.open(config);
        writer = feed.writer(topic);
        Taker plain = new Taker(writer);
        taker = isAsking ? new Asking(plain, fields) : plain;
    }

    /** Of requests: events without labels, whose time is that of this machine's clock. */
    static ClickFeed asking(Bench.Parts parts, String topic, ClickLog log) {
        return new ClickFeed(parts, topic, log, true);
    }

    /** So many records, which are on the topic then. */
    void publish(long events) {
        for (long i = 0; i < events; i++) {
            next();
        }
        feed.flush();
    }

    /** Goes on until the thread is interrupted. */
    void publishEvenly(double perSecond) {
        long begun = System.nanoTime();
        for (long i = 0; !Thread.currentThread().isInterrupted(); i++) {
            long early = begun + (long) (i / perSecond * NANOS) - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
            next();
        }
    }

    private void next() {
        log.advance();
        writer.begin();
        fields.give(log, taker);
        feed.send(topic, null, writer.end());
    }

    @Override
    public void close() {
        feed.close();
    }

    /** Writes values as Avro. */
    private record Taker(EventWriter writer) implements ClickLogFields.Taker {
        @Override
        public void time(int column, long millis) {
            writer.time(column, millis);
        }

        @Override
        public void text(int column, long value) {
            writer.text(column, value);
        }

        @Override
        public void number(int column, double value) {
            writer.number(column, value);
        }
    }

    /** Leaves out the labels and says when it was. */
    private record Asking(Taker writer, ClickLogFields fields) implements ClickLogFields.Taker {
        @Override
        public void time(int column, long millis) {
            writer.time(column, System.currentTimeMillis());
        }

        @Override
        public void text(int column, long value) {
            writer.text(column, value);
        }

        @Override
        public void number(int column, double value) {
            if (!fields.isLabel(column)) {
                writer.number(column, value);
            }
        }
    }
}

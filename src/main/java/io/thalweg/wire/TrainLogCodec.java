package io.thalweg.wire;

import io.thalweg.lane.LogRecord;

/** What stands in a train log, as bytes. One owner thread. */
public final class TrainLogCodec {
    private final Registry registry;
    private final String topic;

    /** Registers the log's two schemas, {@code <topic>-<record name>}. */
    public TrainLogCodec(Registry registry, String topic) {
        this.registry = registry;
        this.topic = topic;
    }

    public byte[] encode(LogRecord record) {
        throw new UnsupportedOperationException("under construction " + registry + topic + record);
    }

    /** @throws WireException if the bytes are no record of a train log */
    public LogRecord decode(byte[] bytes) {
        throw new UnsupportedOperationException("under construction " + bytes.length);
    }
}

package io.thalweg.stream;

import io.thalweg.lane.LogRecord;
import io.thalweg.wire.TrainLogCodec;
import io.thalweg.wire.UnknownSchemaException;
import io.thalweg.wire.WireException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the train log's values, and tells records that are none of ours, whoever wrote them. They count for nothing,
 * every time the log is read. One owner thread.
 */
final class TrainLogReader {
    private final TrainLogCodec codec;
    private final TopicPartition log;
    private String complaint = "";

    TrainLogReader(TrainLogCodec codec, TopicPartition log) {
        this.codec = codec;
        this.log = log;
    }

    TrainLogCodec codec() {
        return codec;
    }

    TopicPartition log() {
        return log;
    }

    /**
     * The record, or null if it is none of ours; {@link #complaint} then says why.
     *
     * @throws IllegalStateException if nobody can tell, because the registry does not know its schema: to skip it now
     *     and to learn it later would be two models
     */
    @Nullable
    LogRecord read(long offset, byte @Nullable [] value) {
        if (value == null) {
            complaint = "it has no value";
            return null;
        }
        try {
            return codec.decode(value);
        } catch (WireException e) {
            if (e.getCause() instanceof UnknownSchemaException) {
                throw new IllegalStateException(
                        "%s has a record at offset %d that may be one of ours: %s; is it the registry it was written with?"
                                .formatted(log, offset, e.getMessage()),
                        e);
            }
            complaint = String.valueOf(e.getMessage());
            return null;
        }
    }

    String complaint() {
        return complaint;
    }
}

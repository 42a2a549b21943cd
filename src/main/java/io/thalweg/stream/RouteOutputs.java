package io.thalweg.stream;

import io.thalweg.feature.Extracted;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.TrainLogCodec;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The route application's results as records of its two topics, counted. One owner thread. */
final class RouteOutputs {
    /** What a quarantine record holds beside the original bytes, at most. */
    private static final int ENVELOPE = 64 * 1_024;

    private final TrainLogCodec trainLog;
    private final OutputCodec outputs;
    private final int largestOriginal;
    private final RouteCounts counts;

    RouteOutputs(RouteTopology topology) {
        trainLog = Codecs.trainLog(topology.config(), topology.registry());
        outputs = Codecs.outputs(topology.config(), topology.registry());
        largestOriginal = Math.max(0, topology.largestQuarantined() - ENVELOPE) / 2; // key and value each
        counts = topology.counts();
    }

    /** @param original what the event came as, whose trace context goes on */
    Record<byte[], byte[]> logged(LogRecord.Event event, long now, Record<byte[], byte[]> original) {
        byte[] key = event.example().key();
        Headers trace = TraceContext.headers(original.headers());
        Record<byte[], byte[]> record = new Record<>(key, trainLog.encode(event), now, trace);
        counts.countLogged();
        return record;
    }

    Record<byte[], byte[]> quarantined(Extracted.Rejected rejected, Source source, Record<byte[], byte[]> original) {
        byte[] key = original.key();
        byte[] value = original.value();
        byte[] keptKey = cut(key);
        byte[] keptValue = cut(value);
        String detail = keptKey == key && keptValue == value
                ? rejected.detail()
                : rejected.detail()
                        + " (too large for the quarantine topic: only the first %d bytes are kept)"
                                .formatted(largestOriginal);
        byte[] encoded = outputs.quarantined(
                new Quarantined(source, original.timestamp(), rejected.reason().name(), detail, keptKey, keptValue));
        counts.countQuarantined(rejected.reason());
        return new Record<>(keptKey, encoded, original.timestamp(), TraceContext.headers(original.headers()));
    }

    private byte @Nullable [] cut(byte @Nullable [] bytes) {
        return bytes == null || bytes.length <= largestOriginal ? bytes : Arrays.copyOf(bytes, largestOriginal);
    }
}

package io.thalweg.wire;

import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import org.jspecify.annotations.Nullable;

/** Reads the user's own Avro records, field by field by name. Never throws for bad bytes. One owner thread. */
public final class EventReader {
    private final InputMap map;
    private final Registry registry;

    public EventReader(InputMap map, Registry registry) {
        this.map = map;
        this.registry = registry;
    }

    /** What became of one record's value. Waits while the registry cannot be reached. */
    public Decoded read(byte @Nullable [] value, InputTopic topic, Source source) {
        return new Decoded.Rejected(Reason.EMPTY, "under construction " + map + registry + topic + source);
    }
}

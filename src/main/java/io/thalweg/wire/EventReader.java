package io.thalweg.wire;

import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the user's own Avro records: fields by name in the writer's schema, straight from the binary, with nothing made
 * of fields that nobody mapped. Never throws for bad bytes. One owner thread.
 */
public final class EventReader {
    private final InputMap map;
    private final Registry registry;
    private final ObservationBuilder builder;
    private final AvroInput input = new AvroInput();
    private final Map<String, Map<Integer, ReadPlan>> plans = new LinkedHashMap<>();

    private @Nullable ReadPlan lastPlan;
    private @Nullable InputTopic lastTopic;
    private int lastId;

    public EventReader(InputMap map, Registry registry) {
        this.map = map;
        this.registry = registry;
        builder = new ObservationBuilder(map);
    }

    /**
     * What became of one record's value. Waits while the registry cannot be reached.
     *
     * @throws RegistryException if the registry does not let us read, or was closed while we waited
     */
    public Decoded read(byte @Nullable [] value, InputTopic topic, Source source) {
        if (value == null) {
            return new Decoded.Rejected(Reason.EMPTY, "the record has no value");
        }
        String complaint = Frame.complaint(value);
        if (!complaint.isEmpty()) {
            return new Decoded.Rejected(Reason.NOT_AVRO, complaint);
        }
        try {
            ReadPlan plan = plan(Frame.id(value), topic);
            return plan.refusal() != null ? plan.refusal() : run(plan, value, topic, source);
        } catch (UnknownSchemaException e) {
            return new Decoded.Rejected(Reason.UNKNOWN_SCHEMA, String.valueOf(e.getMessage()));
        }
    }

    private Decoded run(ReadPlan plan, byte[] value, InputTopic topic, Source source) {
        input.begin(value);
        try {
            plan.run(input, builder.begin(topic));
        } catch (Malformed e) {
            return new Decoded.Rejected(
                    Reason.NOT_AVRO,
                    "not a record of schema %d, at byte %d of %d: %s"
                            .formatted(Frame.id(value), input.position(), value.length, e.getMessage()));
        }
        Decoded decoded = builder.build(source);
        return decoded instanceof Decoded.Accepted accepted && map.key() >= 0 ? judgeKey(accepted, topic) : decoded;
    }

    /** The key travels on in records that others read, as a string: it must be there and be one. */
    private Decoded judgeKey(Decoded.Accepted accepted, InputTopic topic) {
        int key = map.key();
        Observation observation = accepted.observation();
        if (!observation.hasText(key)) {
            return topic.columns().contains(key)
                    ? reject(Reason.MISSING_FIELD, "has no value; every event needs its key")
                    : accepted;
        }
        int from = observation.textStart(key);
        int size = observation.textLength(key);
        return isUtf8(observation.bytes(), from, size)
                ? accepted
                : reject(Reason.NOT_AVRO, "is a string, but no UTF-8");
    }

    private Decoded reject(Reason reason, String detail) {
        return new Decoded.Rejected(
                reason, "field '%s' %s".formatted(map.columns().get(map.key()).field(), detail));
    }

    private ReadPlan plan(int id, InputTopic topic) throws UnknownSchemaException {
        ReadPlan plan = lastPlan;
        if (plan == null || id != lastId || topic != lastTopic) {
            Map<Integer, ReadPlan> ofTopic = plans.computeIfAbsent(topic.name(), name -> new LinkedHashMap<>());
            plan = ofTopic.get(id);
            if (plan == null) {
                plan = new ReadPlan(id, registry.schema(id), topic, map);
                ofTopic.put(id, plan);
            }
            lastPlan = plan;
            lastId = id;
            lastTopic = topic;
        }
        return plan;
    }

    private static boolean isUtf8(byte[] bytes, int from, int size) {
        int i = from;
        while (i < from + size && bytes[i] >= 0) {
            i++;
        }
        if (i == from + size) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, size));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}

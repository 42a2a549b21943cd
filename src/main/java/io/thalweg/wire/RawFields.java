package io.thalweg.wire;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Any field of the user's own Avro records as text, mapped or not: slow, for questions about single values. One owner
 * thread.
 */
public final class RawFields {
    private final Registry registry;
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new LinkedHashMap<>();
    private byte[] last = {};
    private @Nullable GenericRecord record;

    public RawFields(Registry registry) {
        this.registry = registry;
    }

    /**
     * The field's value as text, or null where the record has none or is none.
     *
     * @param path the field's name; below a record within the record with dots between
     */
    public @Nullable String text(String path, byte[] value) {
        if (value != last) {
            last = value;
            record = read(value);
        }
        Object found = record;
        for (String name : path.split("\\.", -1)) {
            found = found instanceof GenericRecord inner && inner.hasField(name) ? inner.get(name) : null;
        }
        return found == null ? null : found.toString();
    }

    private @Nullable GenericRecord read(byte[] value) {
        if (!Frame.complaint(value).isEmpty()) {
            return null;
        }
        try {
            GenericDatumReader<GenericRecord> reader = readers.get(Frame.id(value));
            if (reader == null) {
                reader = new GenericDatumReader<>(registry.schema(Frame.id(value)));
                readers.put(Frame.id(value), reader);
            }
            return reader.read(
                    null, DecoderFactory.get().binaryDecoder(value, Frame.HEADER, value.length - Frame.HEADER, null));
        } catch (UnknownSchemaException | IOException | AvroRuntimeException | ClassCastException e) {
            return null; // whoever decodes it says so
        }
    }
}

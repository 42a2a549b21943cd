package io.thalweg.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One of our own record types on one topic: its name in the registry, its id, and its records by way of the generated
 * class. Reads what an older or newer version wrote by Avro's resolution. One owner thread.
 */
final class Subject<T extends SpecificRecord> {
    private final GeneratedClasses classes = new GeneratedClasses();
    private final Registry registry;
    private final String name;
    private final Schema schema;
    private final SpecificDatumWriter<T> writer;
    private final Map<Integer, SpecificDatumReader<T>> readers = new LinkedHashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    private @Nullable Integer id;

    Subject(Registry registry, String topic, Schema schema) {
        this.registry = registry;
        this.schema = schema;
        name = topic + "-" + schema.getFullName();
        writer = new SpecificDatumWriter<>(schema, classes);
    }

    /** The schema's id, which is registered at the first call. */
    int id() {
        Integer known = id;
        if (known == null) {
            known = registry.register(name, schema);
            id = known;
        }
        return known;
    }

    byte[] write(T record) {
        int schemaId = id();
        bytes.reset();
        bytes.write(Frame.MAGIC);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(schemaId >>> shift);
        }
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new WireException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** @throws WireException if the bytes are no such record */
    T read(byte[] framed) {
        String complaint = Frame.complaint(framed);
        if (!complaint.isEmpty()) {
            throw new WireException("no %s: %s".formatted(schema.getName(), complaint));
        }
        SpecificDatumReader<T> reader = reader(Frame.id(framed));
        try {
            return reader.read(
                    null, DecoderFactory.get().binaryDecoder(framed, Frame.HEADER, framed.length - Frame.HEADER, null));
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new WireException("no %s: %s".formatted(schema.getName(), e.getMessage()), e);
        }
    }

    private SpecificDatumReader<T> reader(int writtenWith) {
        SpecificDatumReader<T> reader = readers.get(writtenWith);
        if (reader == null) {
            Schema written = schemaOf(registry, writtenWith);
            if (!written.getFullName().equals(schema.getFullName())) {
                throw new WireException("a %s instead of a %s".formatted(written.getFullName(), schema.getFullName()));
            }
            reader = new SpecificDatumReader<>(written, schema, classes);
            readers.put(writtenWith, reader);
        }
        return reader;
    }

    /** The writer's schema of a record of ours. */
    static Schema schemaOf(Registry registry, int id) {
        try {
            return registry.schema(id);
        } catch (UnknownSchemaException e) {
            throw new WireException("a record that nobody can read: " + e.getMessage(), e);
        }
    }

    /** Bytes out of a generated class. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

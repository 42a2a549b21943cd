package io.thalweg.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One of our own record types on one topic: its name in the registry, its id, and its records by way of the generated
 * class. One owner thread.
 */
final class Subject<T extends SpecificRecord> {
    private final Registry registry;
    private final String name;
    private final Schema schema;
    private final SpecificDatumWriter<T> writer;
    private final RecordReader<T> reader;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    private @Nullable Integer id;

    Subject(Registry registry, String topic, Schema schema) {
        this.registry = registry;
        this.schema = schema;
        name = topic + "-" + schema.getFullName();
        writer = new SpecificDatumWriter<>(schema, new GeneratedClasses());
        reader = new RecordReader<>(registry, schema);
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
        return reader.read(framed);
    }

    /** Bytes out of a generated class. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

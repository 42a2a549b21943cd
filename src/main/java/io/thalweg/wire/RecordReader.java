package io.thalweg.wire;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads one of our own record types by way of the generated class, also what an older or newer version wrote (Avro's
 * resolution). One owner thread.
 */
final class RecordReader<T extends SpecificRecord> {
    private final GeneratedClasses classes = new GeneratedClasses();
    private final Schemas schemas;
    private final Schema schema;
    private final Map<Integer, SpecificDatumReader<T>> readers = new LinkedHashMap<>();

    RecordReader(Schemas schemas, Schema schema) {
        this.schemas = schemas;
        this.schema = schema;
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
            Schema written = schemaOf(schemas, writtenWith);
            if (!written.getFullName().equals(schema.getFullName())) {
                throw new WireException("a %s instead of a %s".formatted(written.getFullName(), schema.getFullName()));
            }
            reader = new SpecificDatumReader<>(written, schema, classes);
            readers.put(writtenWith, reader);
        }
        return reader;
    }

    /** The writer's schema of a record of ours. */
    static Schema schemaOf(Schemas schemas, int id) {
        try {
            return schemas.schema(id);
        } catch (UnknownSchemaException e) {
            throw new WireException("a record that nobody can read: " + e.getMessage(), e);
        }
    }
}

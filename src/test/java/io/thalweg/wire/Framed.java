package io.thalweg.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro's own encoder and decoder behind Confluent's frame: the reference that our codecs are held against. */
final class Framed {
    private Framed() {}

    static byte[] bytes(int id, Schema schema, Object record) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
        try {
            var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(schema).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The record, all of whose bytes were read. */
    static <T> T record(Schema schema, byte[] framed) throws IOException {
        return record(new GenericDatumReader<>(schema), framed);
    }

    static <T> T record(GenericDatumReader<T> reader, byte[] framed) throws IOException {
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(framed, Frame.HEADER, framed.length - Frame.HEADER, null);
        T record = reader.read(null, decoder);
        if (!decoder.isEnd()) {
            throw new IOException("bytes behind the record's end");
        }
        return record;
    }
}

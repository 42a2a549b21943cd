package io.thalweg.wire;

/** Confluent's wire format: a zero byte, the schema's id in four bytes (big end first), Avro's binary encoding. */
final class Frame {
    static final byte MAGIC = 0;

    /** Bytes before the record itself. */
    static final int HEADER = 5;

    private Frame() {}

    /** Why these bytes cannot be framed, or an empty text. */
    static String complaint(byte[] bytes) {
        if (bytes.length < HEADER) {
            return "the value has %d bytes; a schema id alone needs %d".formatted(bytes.length, HEADER);
        }
        return bytes[0] == MAGIC
                ? ""
                : "the value begins with byte %d, not with the 0 of the Confluent wire format"
                        .formatted(bytes[0] & 0xff);
    }

    /** The schema's id in a frame without complaints. */
    static int id(byte[] bytes) {
        return bytes[1] << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | bytes[4] & 0xff;
    }
}

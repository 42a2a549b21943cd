package io.thalweg.wire;

/** The registry answered, and does not know the schema id (or knows it as something that is not Avro). */
public final class UnknownSchemaException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownSchemaException(String message) {
        super(message, null, false, false);
    }
}

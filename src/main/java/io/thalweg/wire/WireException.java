package io.thalweg.wire;

/** A record of one of our own topics that is none of ours. A user's bad record is never an exception. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}

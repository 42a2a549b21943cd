package io.thalweg.publish;

/** A snapshot cannot be believed; the message says what is missing or wrong. */
public final class BrokenSnapshotException extends Exception {
    private static final long serialVersionUID = 1;

    public BrokenSnapshotException(String message) {
        super(message);
    }
}

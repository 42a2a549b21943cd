package io.thalweg.stream;

/** Why a stream could not be started or has stopped, in one line that says what to do. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StreamException(Throwable cause) {
        super(Failures.explain(cause), cause);
    }
}

package io.thalweg.stream;

/** Why a stream could not be started or has stopped, in one line that says what to do. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What to tell of a failure that nobody has explained yet. */
    public static StreamException explaining(RuntimeException failure) {
        return failure instanceof StreamException explained ? explained : new StreamException(failure);
    }

    StreamException(Throwable cause) {
        super(Failures.explain(cause), cause);
    }
}

package io.thalweg.serve;

/** A server that cannot do what it is for; the message says what to do. */
public final class ServeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServeException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.thalweg.app.bench;

/** A run could not be measured; says which and why. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }
}

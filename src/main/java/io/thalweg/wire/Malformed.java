package io.thalweg.wire;

/** The bytes are not what their schema says. Travels only inside this package, without a stack: it may come often. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
        super(message, null, false, false);
    }
}

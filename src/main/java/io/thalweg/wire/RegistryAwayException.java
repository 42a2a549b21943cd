package io.thalweg.wire;

/** No registry has answered for as long as somebody wanted to wait. */
final class RegistryAwayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RegistryAwayException(String message) {
        super(message);
    }
}

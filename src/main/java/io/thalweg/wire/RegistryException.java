package io.thalweg.wire;

/** The registry refused, or nobody waits for it any more; waiting longer would not help. Says what to do. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }

    RegistryException(String message) {
        super(message);
    }
}

package io.thalweg.client;

/** Why a client could not do it, in one line that says what to do. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private ClientException(Throwable cause) {
        super(Failures.explain(cause), cause);
    }

    /** What to tell of a failure that nobody has explained yet. */
    static ClientException explaining(RuntimeException failure) {
        return failure instanceof ClientException explained ? explained : new ClientException(failure);
    }
}

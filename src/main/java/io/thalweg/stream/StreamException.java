package io.thalweg.stream;

import io.thalweg.client.Failures;
import io.thalweg.client.Failures.Meaning;
import java.util.List;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;

/** Why a stream could not be started or has stopped, in one line that says what to do. */
public final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What the engine's own exceptions mean to us. */
    private static final List<Meaning> OF_THE_ENGINE = List.of(
            new Meaning(
                    LockException.class,
                    "another process uses the same state directory; give each its own (--state-dir)"),
            new Meaning(
                    MissingSourceTopicException.class, "a topic that is read from has been deleted; create it again"));

    /** What to tell of a failure that nobody has explained yet. */
    public static StreamException explaining(RuntimeException failure) {
        return failure instanceof StreamException explained ? explained : new StreamException(failure);
    }

    StreamException(String explained, Throwable cause) {
        super(explained, cause);
    }

    /** What to tell of a failure of the engine's, of a client's or of our own. */
    static String explain(Throwable failure) {
        return Failures.explain(failure, OF_THE_ENGINE);
    }

    StreamException(Throwable cause) {
        super(explain(cause), cause);
    }
}

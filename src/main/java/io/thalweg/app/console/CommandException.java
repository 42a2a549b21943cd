package io.thalweg.app.console;

import com.google.errorprone.annotations.FormatMethod;
import io.thalweg.client.Failures;
import java.util.Locale;

/** A command cannot do what it was asked to; the message is the one line that the user sees. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @FormatMethod
    public CommandException(String message, Object... values) {
        super(String.format(Locale.ROOT, message, values));
    }

    private CommandException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what a failure means. */
    public static CommandException explaining(Throwable failure) {
        return new CommandException(Failures.explain(failure), failure);
    }
}

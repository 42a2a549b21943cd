package io.thalweg.app.console;

import com.google.errorprone.annotations.FormatMethod;
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

    /** Because of a failure that {@code message} explains, with any characters. */
    public static CommandException explaining(Throwable failure, String message) {
        return new CommandException(message, failure);
    }
}

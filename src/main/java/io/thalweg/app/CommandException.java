package io.thalweg.app;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** A command cannot do what it was asked to; the message is the one line that the user sees. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @FormatMethod
    CommandException(String message, Object... values) {
        super(String.format(Locale.ROOT, message, values));
    }
}

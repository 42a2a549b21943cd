package io.thalweg.replay;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** What was asked for is not there or cannot be; the message says what is there and what to do. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @FormatMethod
    public ReplayException(String message, Object... values) {
        super(String.format(Locale.ROOT, message, values));
    }
}

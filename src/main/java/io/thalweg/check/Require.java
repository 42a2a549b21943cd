package io.thalweg.check;

import com.google.errorprone.annotations.FormatMethod;

/** Refuses bad arguments in words that a tired person understands. */
public final class Require {
    private Require() {}

    /** Throws {@link IllegalArgumentException} with the formatted message unless {@code condition} holds. */
    @FormatMethod
    public static void that(boolean condition, String message, Object... values) {
        if (!condition) {
            throw new IllegalArgumentException(message.formatted(values));
        }
    }
}

package io.thalweg.check;

import com.google.errorprone.annotations.FormatMethod;

/** One thing that was looked at before anything runs, and in one line how it is and what to do. */
public record Verdict(Mark mark, String text) {
    /** How bad it is: with a {@link #FAIL} nothing would run, or nothing would be learned. */
    public enum Mark {
        PASS,
        WARN,
        FAIL
    }

    @FormatMethod
    public static Verdict pass(String text, Object... values) {
        return new Verdict(Mark.PASS, text.formatted(values));
    }

    @FormatMethod
    public static Verdict warn(String text, Object... values) {
        return new Verdict(Mark.WARN, text.formatted(values));
    }

    @FormatMethod
    public static Verdict fail(String text, Object... values) {
        return new Verdict(Mark.FAIL, text.formatted(values));
    }
}

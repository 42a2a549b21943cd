package io.thalweg.config;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and durations as people write them: {@code 1_000}, {@code 2^20}, {@code 1e6}, {@code 250ms}. */
public final class Quantities {
    private static final Pattern POWER = Pattern.compile("(\\d{1,9})\\^(\\d{1,2})");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d[\\d_]*)(\\.[\\d_]*)?([eE][+-]?\\d{1,3})?");
    private static final Pattern DURATION = Pattern.compile("(\\d[\\d_]{0,17}) ?(ms|s|m|h|d)");
    private static final double EXACT = 1L << 53;

    private Quantities() {}

    static OptionalLong whole(String text) {
        if (text.matches("[+-]?\\d[\\d_]{0,17}")) {
            return OptionalLong.of(Long.parseLong(text.replace("_", "")));
        }
        OptionalDouble number = number(text);
        return number.isPresent()
                        && number.getAsDouble() == Math.rint(number.getAsDouble())
                        && Math.abs(number.getAsDouble()) <= EXACT
                ? OptionalLong.of((long) number.getAsDouble())
                : OptionalLong.empty();
    }

    static OptionalDouble number(String text) {
        Matcher power = POWER.matcher(text);
        if (power.matches()) {
            return OptionalDouble.of(
                    StrictMath.pow(Double.parseDouble(power.group(1)), Double.parseDouble(power.group(2))));
        }
        return NUMBER.matcher(text).matches()
                ? OptionalDouble.of(Double.parseDouble(text.replace("_", "")))
                : OptionalDouble.empty();
    }

    /** Milliseconds of a duration such as {@code 30s}; empty if it is none. */
    public static OptionalLong millis(String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            return OptionalLong.empty();
        }
        long unit = switch (duration.group(2)) {
            case "ms" -> 1L;
            case "s" -> 1_000L;
            case "m" -> 60_000L;
            case "h" -> 3_600_000L;
            default -> 86_400_000L;
        };
        long count = Long.parseLong(duration.group(1).replace("_", ""));
        return count > Long.MAX_VALUE / unit ? OptionalLong.empty() : OptionalLong.of(count * unit);
    }
}

package io.thalweg.ingest;

import java.util.Optional;
import java.util.OptionalDouble;

/** Numbers as they stand in texts, such as the cells of a file: one rule for everybody who reads or writes them. */
public final class NumberText {
    private static final int SHOWN = 60;

    private NumberText() {}

    /**
     * The number that a text says, NaN and infinity included; {@code true} is 1 and {@code false} is 0. Empty if it
     * says none.
     */
    public static OptionalDouble parse(String text) {
        String word = text.trim();
        if (word.equals("true") || word.equals("false")) {
            return OptionalDouble.of(word.equals("true") ? 1 : 0);
        }
        boolean hasJavaSuffix = !word.isEmpty()
                && Character.isLetter(word.charAt(word.length() - 1))
                && !word.endsWith("NaN")
                && !word.endsWith("Infinity");
        if (word.isEmpty() || hasJavaSuffix) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The numbers of a list such as {@code [0.5, -2, 1e3]}. Empty if it is none. */
    public static Optional<double[]> parseList(String text) {
        String list = text.trim();
        if (list.length() < 2 || list.charAt(0) != '[' || list.charAt(list.length() - 1) != ']') {
            return Optional.empty();
        }
        String inside = list.substring(1, list.length() - 1);
        String[] items = inside.isBlank() ? new String[0] : inside.split(",", -1);
        double[] numbers = new double[items.length];
        for (int i = 0; i < items.length; i++) {
            OptionalDouble number = parse(items[i]);
            if (number.isEmpty()) {
                return Optional.empty();
            }
            numbers[i] = number.getAsDouble();
        }
        return Optional.of(numbers);
    }

    /** What is wrong with a text that is no list of numbers. */
    public static String listComplaint(String text) {
        return "is '%s'; allowed is a list of numbers such as [0.5, -2, 3]".formatted(shown(text));
    }

    /** What is wrong with a text that is no number. */
    public static String complaint(String text) {
        return "is '%s'; allowed is a number, true or false".formatted(shown(text));
    }

    /** As much of a text as a message can hold. */
    public static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}

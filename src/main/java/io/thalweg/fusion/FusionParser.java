package io.thalweg.fusion;

import com.google.errorprone.annotations.FormatMethod;
import io.thalweg.fusion.Term.Operator;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one expression from left to right: sums of products of powers. */
final class FusionParser {
    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 50;
    private static final Pattern NUMBER = Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
    private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");

    private final String text;
    private final List<Task> tasks;
    private final List<String> read = new ArrayList<>(); // names of tasks so far
    private int at;
    private int depth;

    FusionParser(String text, List<Task> tasks) {
        this.text = text;
        this.tasks = tasks;
    }

    Fusion parse() {
        if (text.length() > LONGEST) {
            throw wrong(LONGEST, "it is longer than %d characters", LONGEST);
        }
        Term term = sum();
        if (at < text.length()) {
            throw wrong(at, "'%s' is not expected there; allowed are + - * / ^", text.charAt(at));
        }
        return new Fusion(text, read, term);
    }

    private Term sum() {
        Term left = product();
        while (true) {
            if (take('+')) {
                left = new Term.Both(Operator.PLUS, left, product());
            } else if (take('-')) {
                left = new Term.Both(Operator.MINUS, left, product());
            } else {
                return left;
            }
        }
    }

    private Term product() {
        Term left = signed();
        while (true) {
            if (take('*') || take('·')) {
                left = new Term.Both(Operator.TIMES, left, signed());
            } else if (take('/')) {
                left = new Term.Both(Operator.OVER, left, signed());
            } else {
                return left;
            }
        }
    }

    private Term signed() {
        enter();
        Term term = take('-') ? new Term.Minus(signed()) : power();
        depth--;
        return term;
    }

    private Term power() {
        Term base = atom();
        return take('^') ? new Term.Both(Operator.POWER, base, signed()) : base;
    }

    private Term atom() {
        skipBlanks();
        int from = at;
        String number = take(NUMBER, 0);
        if (!number.isEmpty()) {
            return new Term.Number(Double.parseDouble(number));
        }
        if (take('(')) {
            Term inside = sum();
            expect(')');
            return inside;
        }
        String word = take(WORD, 0);
        if (!word.isEmpty() && take('(')) {
            return function(word, from);
        }
        String name = word.isEmpty() ? take(QUOTED, 1) : word;
        if (name.isEmpty()) {
            throw wrong(
                    from,
                    "%s is not expected there; allowed are a number, a task, a function, '(' and '-'",
                    from < text.length() ? "'" + text.charAt(from) + "'" : "the end");
        }
        return score(name, from);
    }

    private Term function(String name, int from) {
        Term first = sum();
        Term term = switch (name.toLowerCase(Locale.ROOT)) {
            case "exp" -> new Term.Function(Term.Name.EXP, first);
            case "log" -> new Term.Function(Term.Name.LOG, first);
            case "sqrt" -> new Term.Function(Term.Name.SQRT, first);
            case "min" -> new Term.Both(Operator.MIN, first, second());
            case "max" -> new Term.Both(Operator.MAX, first, second());
            default -> throw wrong(from, "there is no function '%s'; allowed are exp, log, sqrt, min, max", name);
        };
        expect(')');
        return term;
    }

    private Term second() {
        expect(',');
        return sum();
    }

    private Term score(String name, int from) {
        Task task = tasks.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(
                        from,
                        "there is no task '%s'; there are %s",
                        name,
                        String.join(", ", tasks.stream().map(Task::name).toList())));
        if (task.loss().isClassification() && task.loss().outputs() > 2) {
            throw wrong(from, "the score of task '%s' is the number of a class, which nobody can calculate with", name);
        }
        if (!read.contains(name)) {
            read.add(name);
        }
        return new Term.Score(read.indexOf(name));
    }

    private void enter() {
        if (++depth > DEEPEST) {
            throw wrong(at, "more than %d things are inside of each other", DEEPEST);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char symbol) {
        skipBlanks();
        boolean isThere = at < text.length() && text.charAt(at) == symbol;
        at += isThere ? 1 : 0;
        skipBlanks();
        return isThere;
    }

    private String take(Pattern what, int group) {
        Matcher matcher = what.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return "";
        }
        at = matcher.end();
        return matcher.group(group);
    }

    private void expect(char symbol) {
        if (!take(symbol)) {
            throw wrong(
                    at,
                    "'%s' is expected, and there is %s",
                    symbol,
                    at < text.length() ? "'" + text.charAt(at) + "'" : "the end");
        }
    }

    @FormatMethod
    private IllegalArgumentException wrong(int position, String message, Object... values) {
        return new IllegalArgumentException(
                "'%s' cannot be read at position %d: %s".formatted(text, position + 1, message.formatted(values)));
    }
}

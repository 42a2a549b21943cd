package io.thalweg.config;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What is wrong with a file, collected so that a user has to look only once. */
final class Problems {
    private record Problem(int line, String text) {}

    private final String file;
    private final List<Problem> all = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    @FormatMethod
    void add(int line, String message, Object... values) {
        Problem problem = new Problem(line, String.format(Locale.ROOT, message, values));
        if (!all.contains(problem)) {
            all.add(problem);
        }
    }

    void throwIfAny() {
        if (!all.isEmpty()) {
            throw new ConfigException(
                    file,
                    all.stream()
                            .sorted(Comparator.comparingInt(Problem::line))
                            .map(problem -> "line " + problem.line() + ": " + problem.text())
                            .toList());
        }
    }
}

package io.thalweg.app.snapshots;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration's canonical text, a line for each setting: its path, as messages have it, and its value. */
final class ConfigurationLines {
    private static final Pattern LINE = Pattern.compile("( *)(\"(?:[^\"\\\\]|\\\\.)*\"|[^\":]+):(?: (.*))?");
    private static final int INDENT = 2;

    private ConfigurationLines() {}

    /** A setting that is not the same in two configurations; "-" where there is none. */
    record Difference(String key, String before, String after) {}

    static List<Difference> differences(String before, String after) {
        Map<String, String> old = of(before);
        Map<String, String> young = of(after);
        List<Difference> differences = new ArrayList<>();
        old.forEach((key, value) -> {
            String other = young.getOrDefault(key, SnapshotFigures.NONE);
            if (!other.equals(value)) {
                differences.add(new Difference(key, value, other));
            }
        });
        young.forEach((key, value) -> {
            if (!old.containsKey(key)) {
                differences.add(new Difference(key, SnapshotFigures.NONE, value));
            }
        });
        if (differences.isEmpty() && !before.equals(after)) {
            differences.add(new Difference("(order of the keys)", "as it was", "another"));
        }
        return differences;
    }

    /** By path; keys without a value of their own are left out. */
    static Map<String, String> of(String configuration) {
        Map<String, String> settings = new LinkedHashMap<>();
        Deque<String> path = new ArrayDeque<>();
        for (String line : configuration.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                while (path.size() > matcher.group(1).length() / INDENT) {
                    path.removeLast();
                }
                path.addLast(matcher.group(2));
                if (matcher.group(3) != null) {
                    settings.put(String.join(".", path), matcher.group(3));
                }
            }
        }
        return settings;
    }
}

package io.thalweg.config;

import io.thalweg.ingest.TimeRule;
import java.util.List;
import java.util.Map;

/** The {@code time:} key: the field with the event time, and which times are believed. */
record TimeSection(String field, TimeRule rule) {
    private static final Map<String, Long> UNITS = Map.of("s", 1_000L, "ms", 1L, "d", 86_400_000L);
    private static final String EARLIEST = "1980-01-01";
    private static final String LATEST = "2100-01-01";

    static TimeSection read(Block root) {
        Value value = root.require("time", "the field with the event time, or a block { field: ..., unit: s }");
        if (value == null || !value.isBlock()) {
            return new TimeSection(value == null ? "" : value.text(), rule(1_000, millis(EARLIEST), millis(LATEST)));
        }
        Block block = Block.of(value, List.of("field", "unit", "earliest", "latest"));
        String field = block.requireText("field", "the field with the event time");
        Value unitValue = block.get("unit");
        String unit = unitValue == null
                ? "s"
                : unitValue.choice(List.of("s", "ms", "d")).orElse("s");
        long earliest = bound(block, "earliest", EARLIEST);
        long latest = bound(block, "latest", LATEST);
        if (earliest >= latest) {
            value.complain("has no believable time: earliest is not before latest; swap them");
            return new TimeSection(field, rule(1_000, 0, 1));
        }
        return new TimeSection(field, rule(UNITS.getOrDefault(unit, 1_000L), earliest, latest));
    }

    private static long bound(Block block, String key, String usual) {
        Value value = block.get(key);
        if (value == null) {
            return millis(usual);
        }
        String text = value.text();
        long millis = text.matches("[+-]?\\d+") ? TimeRule.NOT_A_TIME : millis(text);
        if (millis == TimeRule.NOT_A_TIME) {
            value.complain("must be a date such as 2015-07-01 or 2015-07-01T12:00:00Z, got %s", value.shown());
            return millis(usual);
        }
        return millis;
    }

    private static long millis(String date) {
        return rule(1, 0, 1).parse(date);
    }

    private static TimeRule rule(long unitMillis, long earliest, long latest) {
        return new TimeRule(unitMillis, earliest, latest);
    }
}

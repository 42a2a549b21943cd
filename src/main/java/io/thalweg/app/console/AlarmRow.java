package io.thalweg.app.console;

import io.thalweg.drift.Alarm;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An alarm of drift in a report, to three places. */
public final class AlarmRow {
    private AlarmRow() {}

    public static Map<String, Object> of(Alarm alarm) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("offset", alarm.offset());
        row.put("task", alarm.task());
        row.put("signal", alarm.signal().name().toLowerCase(Locale.ROOT));
        if (!alarm.feature().isEmpty()) {
            row.put("feature", alarm.feature());
        }
        row.put("before", Math.rint(alarm.before() * 1_000) / 1_000);
        row.put("after", Math.rint(alarm.after() * 1_000) / 1_000);
        return row;
    }
}

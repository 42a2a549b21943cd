package io.thalweg.app.replay;

import io.thalweg.app.console.Report;
import io.thalweg.app.console.ReportTable;
import io.thalweg.lane.Totals;
import io.thalweg.replay.Course;
import io.thalweg.replay.Excision;
import io.thalweg.replay.RawAccount;
import io.thalweg.replay.Replayer;
import io.thalweg.replay.Verifier;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a replay found: the figures of every finite run, and what only a replay can say. */
final class ReplayReport {
    private final Report figures;
    private final Map<String, Object> range = new LinkedHashMap<>();
    private final Map<String, Object> findings = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private boolean isFailure;

    ReplayReport(Replayer.Outcome outcome, Course course, Excision excision) {
        Course.Counts counts = course.counts();
        Totals totals = new Totals(
                counts.learned(),
                0,
                counts.requests(),
                counts.duplicates(),
                counts.refused(),
                0,
                course.lane().totals().snapshots());
        long events = outcome.events() + excision.dropped();
        figures = new Report(
                new Report.Counts(events, outcome.seconds(), counts.refused() + counts.passedOver(), totals),
                course.lane().parametersSha256(),
                course.lane().metrics(),
                Map.of(),
                range);
        findings.put("version", course.lane().version());
        findings.put("waitedSeconds", outcome.waitedSeconds());
        findings.put(
                "dropped", excision.account().stream().map(ReplayReport::json).toList());
        findings.put("notes", notes);
        excision.account().forEach(this::tell);
        if (course.promotions() > 0 && !excision.account().isEmpty()) {
            isFailure = true;
            note("a promotion lies in the replayed range: the promoted model was not learned again and may know the"
                    + " dropped events, so nothing is kept of it; end before it (--to), or promote again what is learned"
                    + " without them");
        }
        lines.add(String.format(
                Locale.ROOT,
                "model version %,d; the learner waited %.1f s for the reader",
                course.lane().version(),
                outcome.waitedSeconds()));
    }

    void range(long from, long to, String startedFrom) {
        range.put("from", from);
        range.put("to", to);
        range.put("startedFrom", startedFrom);
    }

    /** What the user should know before the figures are believed. */
    void note(String text) {
        notes.add(text);
    }

    /** Whether the answer to the user's question is no. */
    boolean isFailure() {
        return isFailure;
    }

    private static Map<String, Object> json(Excision.Dropped dropped) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("spec", dropped.spec());
        json.put("count", dropped.count());
        if (dropped.count() > 0) {
            json.put("firstOffset", dropped.firstOffset());
            json.put("lastOffset", dropped.lastOffset());
            json.put("keys", dropped.keys());
        }
        return json;
    }

    private void tell(Excision.Dropped dropped) {
        if (dropped.count() == 0) {
            note("WARNING: --drop %s matched nothing".formatted(dropped.spec()));
            return;
        }
        String keys = dropped.keys().isEmpty() ? "" : ", keys " + String.join(", ", dropped.keys());
        lines.add(String.format(
                Locale.ROOT,
                "dropped %,d events by %s: offsets %d to %d%s%s",
                dropped.count(),
                dropped.spec(),
                dropped.firstOffset(),
                dropped.lastOffset(),
                keys,
                dropped.count() > dropped.keys().size() && !keys.isEmpty() ? " ..." : ""));
    }

    void verified(Verifier.Outcome outcome) {
        isFailure = !outcome.isProof();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("compared", outcome.compared());
        json.put("agreed", outcome.agreed());
        json.put("isProof", outcome.isProof());
        json.put("unpublished", outcome.unpublished());
        json.put("notCompared", outcome.notCompared());
        json.put("elsewhere", outcome.elsewhere());
        json.put("forgotten", outcome.forgotten());
        Verifier.Difference first = outcome.firstDifference();
        if (first != null) {
            json.put("firstDifference", json(first));
        }
        findings.put("verified", json);
        tell(outcome, first);
    }

    /** The snapshots are the log's, but not those of the file that was given; after {@link #verified}. */
    void otherConfiguration(List<String> differences) {
        isFailure = true;
        findings.put("otherConfiguration", differences);
        lines.add("ANOTHER CONFIGURATION: the log cannot have made this model with the one of -c: %s"
                .formatted(String.join("; ", differences)));
    }

    private static Map<String, Object> json(Verifier.Difference first) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("snapshot", first.snapshot());
        json.put("afterOffset", first.afterOffset());
        json.put("nextOffset", first.nextOffset());
        json.put("words", first.words());
        Map<String, Object> fields = new LinkedHashMap<>();
        first.fields()
                .forEach(field -> fields.put(
                        field.name(), Map.of("published", field.published(), "recomputed", field.recomputed())));
        json.put("fields", fields);
        return json;
    }

    private void tell(Verifier.Outcome outcome, Verifier.@Nullable Difference first) {
        lines.add("");
        lines.add("verified: %d of %d snapshots agree%s"
                .formatted(
                        outcome.agreed(),
                        outcome.compared(),
                        outcome.isProof() ? "; there is no difference" : first == null ? "; that proves nothing" : ""));
        if (first != null) {
            lines.add("FIRST DIFFERENCE at snapshot %s, in the offsets from %d to %d: %s"
                    .formatted(first.snapshot(), first.afterOffset(), first.nextOffset() - 1, first.words()));
            first.fields()
                    .forEach(field -> lines.add("  %s: published %s, recomputed %s"
                            .formatted(field.name(), field.published(), field.recomputed())));
        }
        if (!outcome.forgotten().isEmpty()) {
            lines.add("%d of them by their manifests alone, as their bytes are gone: %s (each: %s)"
                    .formatted(
                            outcome.forgotten().size(),
                            String.join(", ", outcome.forgotten().keySet()),
                            outcome.forgotten().values().stream().distinct().collect(Collectors.joining("; "))));
        }
        outcome.elsewhere().forEach(line -> lines.add("cannot be judged here: " + line));
        outcome.notCompared().forEach((why, count) -> lines.add("%d snapshots not compared: %s".formatted(count, why)));
        if (outcome.unpublished() > 0) {
            lines.add("%d snapshots of this log are not published any more".formatted(outcome.unpublished()));
        }
    }

    /** Sets the original's figures, learned in the same run, beside those of the course that was asked for. */
    void whatIf(Course original) {
        WhatIf whatIf = new WhatIf(original.lane(), figures.tasks());
        findings.put("whatIf", whatIf.json());
        lines.add("");
        lines.addAll(whatIf.lines());
    }

    void raw(RawAccount account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("madeAgain", account.count());
        json.put("added", account.unnamed());
        json.put("refusedAgain", account.refused());
        json.put("missing", account.missing());
        json.put("rejected", account.rejections());
        json.put("first", account.listed());
        findings.put("raw", json);
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "raw: %,d events made again, %,d learned that the log does not have, %,d refused as before",
                account.count(),
                account.unnamed(),
                account.refused()));
        account.missing().forEach((why, count) -> lines.add("  missing: %,d %s".formatted(count, why)));
        account.rejections().forEach((why, count) -> lines.add("  refused now: %,d %s".formatted(count, why)));
        account.listed().forEach(line -> lines.add("  " + line));
    }

    Map<String, Object> json() {
        Map<String, Object> json = figures.json();
        json.putAll(findings);
        return json;
    }

    void print(PrintWriter out) {
        ReportTable.print(figures, out);
        lines.forEach(out::println);
        notes.forEach(note -> out.println("note: " + note));
        out.flush();
    }
}

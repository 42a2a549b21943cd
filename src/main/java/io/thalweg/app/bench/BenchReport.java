package io.thalweg.app.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the benchmark found. */
public final class BenchReport implements Findings {
    private static final double MB = 1 << 20;
    private static final double IDLE = 0.95; // share of waiting of a thread that only watches

    private final Machine machine;
    private final Bench.Size size;
    private final Map<Contestant, Runs> runs;
    private final Map<String, Double> best; // by task, what the truth would have reached over the same events

    BenchReport(Machine machine, Bench.Size size, Map<Contestant, Runs> runs, Map<String, Double> best) {
        this.machine = machine;
        this.size = size;
        this.runs = runs;
        this.best = best;
    }

    private Runs of(Contestant contestant) {
        return Objects.requireNonNull(runs.get(contestant), contestant::word);
    }

    private Map<String, Double> ratios() {
        Map<String, Double> ratios = new LinkedHashMap<>();
        Runs floor = of(Contestant.PASSTHROUGH);
        ratios.put("linearToPassthrough", of(Contestant.LEARN_LINEAR).ratioTo(floor));
        ratios.put("sharedToPassthrough", of(Contestant.LEARN_SHARED).ratioTo(floor));
        ratios.put("replayToShared", of(Contestant.REPLAY_SHARED).ratioTo(of(Contestant.LEARN_SHARED)));
        ratios.put("oftenToLinear", of(Contestant.LINEAR_OFTEN).ratioTo(of(Contestant.LEARN_LINEAR)));
        ratios.put("oftenToShared", of(Contestant.SHARED_OFTEN).ratioTo(of(Contestant.LEARN_SHARED)));
        ratios.put("linearToCore", of(Contestant.LEARN_LINEAR).ratioTo(of(Contestant.CORE_LINEAR)));
        ratios.put("sharedToCore", of(Contestant.LEARN_SHARED).ratioTo(of(Contestant.CORE_SHARED)));
        return ratios;
    }

    /** For other programs. */
    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("events", size.events());
        json.put("repeats", size.repeats());
        json.put("passthrough", json(Contestant.PASSTHROUGH));
        json.put("learn", both(Contestant.LEARN_LINEAR, Contestant.LEARN_SHARED));
        json.put("often", both(Contestant.LINEAR_OFTEN, Contestant.SHARED_OFTEN));
        json.put("replay", Map.of("shared", json(Contestant.REPLAY_SHARED)));
        json.put("core", both(Contestant.CORE_LINEAR, Contestant.CORE_SHARED));
        json.put("ratios", ratios());
        json.put("best", best);
        return json;
    }

    private Map<String, Object> both(Contestant linear, Contestant shared) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("linear", json(linear));
        json.put("shared", json(shared));
        return json;
    }

    private Map<String, Object> json(Contestant contestant) {
        Runs all = of(contestant);
        Outcome typical = all.typical();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("eventsPerSecond", all.rate());
        json.put("runs", all.all().stream().map(Outcome::rate).toList());
        json.put("events", typical.events());
        if (!typical.quality().isEmpty()) {
            json.put("quality", typical.quality());
        }
        json.put("heapBytes", typical.heap());
        json.put("cpuSeconds", typical.cpuSeconds());
        json.put("where", typical.where());
        return json;
    }

    /** For people, line by line. */
    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("%s, %s cores, %s", machine.processor(), machine.cores(), machine.java()));
        lines.add(line("%,d events, median of %d runs", size.events(), size.repeats()));
        lines.add("");
        lines.add(line("%-16s%12s%10s%10s%10s%10s", "", "events/s", "click", "dwell", "buy", "heap MB"));
        for (Contestant contestant : Contestant.values()) {
            Outcome typical = of(contestant).typical();
            lines.add(line(
                    "%-16s%,12.0f%10s%10s%10s%10.0f",
                    contestant.word(),
                    of(contestant).rate(),
                    figure(typical.quality().get("click")),
                    figure(typical.quality().get("dwell")),
                    figure(typical.quality().get("buy")),
                    typical.heap().peak() / MB));
        }
        lines.add(line(
                "%-16s%12s%10s%10s%10s",
                "best possible", "", figure(best.get("click")), figure(best.get("dwell")), figure(best.get("buy"))));
        lines.add("");
        ratios().forEach((name, ratio) -> lines.add(line("%-24s%6.3f", name, ratio)));
        lines.add("");
        lines.add("Where the time goes, by thread:");
        for (Contestant contestant : Contestant.values()) {
            lines.addAll(times(contestant));
        }
        return lines;
    }

    private List<String> times(Contestant contestant) {
        List<String> lines = new ArrayList<>();
        Outcome typical = of(contestant).typical();
        typical.where().forEach((thread, parts) -> {
            if (parts.getOrDefault("waiting", 0.0) < IDLE) {
                lines.add(line("  %-14s%-14s%s", contestant.word(), thread, shares(parts)));
            }
        });
        lines.add(line("  %-14s%-14s%s", contestant.word(), "CPU seconds", seconds(typical)));
        return lines;
    }

    private static String shares(Map<String, Double> parts) {
        StringBuilder text = new StringBuilder();
        parts.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue()))
                .filter(entry -> entry.getValue() >= 0.005)
                .forEach(entry -> text.append(line("%s %.0f%%  ", entry.getKey(), 100 * entry.getValue())));
        return text.toString().strip();
    }

    private static String seconds(Outcome outcome) {
        StringBuilder text = new StringBuilder(line("of %.1f s:  ", outcome.seconds()));
        outcome.cpuSeconds().forEach((group, seconds) -> text.append(line("%s %.1f  ", group, seconds)));
        return text.toString().strip();
    }

    private static String figure(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? "-" : line("%.4f", value);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package io.thalweg.app.demo;

import io.thalweg.app.console.CommandException;
import io.thalweg.app.produce.CsvPublication;
import io.thalweg.app.produce.Publication;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.csv.CsvSource;
import io.thalweg.loss.Meaning;
import io.thalweg.simulate.Best;
import io.thalweg.simulate.Shop;
import io.thalweg.simulate.ShopEvent.Kind;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo's events come from.
 *
 * @param expected how many there will be in all, -1 where nobody knows
 * @param shop the shop, if it is one
 */
record DemoEvents(
        Publication publication,
        long expected,
        @Nullable Shop shop,
        @Nullable CsvSource csv) implements AutoCloseable {
    private static final long LIVE_SEASON = 100_000;

    /** @param already events that stand on the input topics from the last time */
    static DemoEvents open(Demo.Plan plan, ThalwegConfig config, Path directory, long already) {
        Path file = plan.csv();
        if (file != null) {
            if (already > 0) {
                throw new CommandException(
                        "%s holds %d events already, and would hold those of %s twice; give another --dir",
                        directory, already, file);
            }
            CsvSource source = CsvSource.open(file, config.input());
            return new DemoEvents(new CsvPublication(config.input(), source), source.rows(), null, source);
        }
        Demo.ShopPlan wanted = plan.shop();
        boolean isEndless = wanted.events() == Long.MAX_VALUE;
        long season = isEndless ? LIVE_SEASON : Math.max(1, wanted.events() / 2);
        Shop shop = remembered(directory.resolve("shop"), wanted, season);
        while (shop.published() < already) {
            shop.next();
        }
        long until = isEndless ? Long.MAX_VALUE : already + wanted.events();
        return new DemoEvents(new ShopPublication(shop, until, config.input()), isEndless ? -1 : until, shop, null);
    }

    /**
     * The shop of last time, or a new one: its seed, its season and when tastes turn are written down for next time.
     */
    private static Shop remembered(Path file, Demo.ShopPlan wanted, long season) {
        try {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                long turn = lines.size() > 2 ? Long.parseLong(lines.get(2)) : Long.MAX_VALUE; // no drift in old ones
                return new Shop(Long.parseLong(lines.get(0)), Long.parseLong(lines.get(1)), turn);
            }
            String turn = Long.toString(wanted.turn());
            Files.write(file, List.of(Long.toString(wanted.seed()), Long.toString(season), turn));
            return new Shop(wanted.seed(), season, wanted.turn());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By task, what the truth would have reached; only for tasks that learn what the shop has the truth of. */
    Map<String, Double> best(ThalwegConfig config) {
        Map<String, Double> errors = new LinkedHashMap<>();
        truths(config).forEach((task, best) -> errors.put(task, best.error()));
        return errors;
    }

    /** As {@link #best}, with the number of labels. */
    Map<String, Best> truths(ThalwegConfig config) {
        Map<String, Best> best = new LinkedHashMap<>();
        if (shop != null) {
            for (Task task : config.features().tasks()) {
                for (Kind kind : Kind.values()) {
                    if (task.name().equals(kind.name().toLowerCase(Locale.ROOT)) && isTrue(kind, task)) {
                        best.put(task.name(), shop.best(kind));
                    }
                }
            }
        }
        return best;
    }

    private static boolean isTrue(Kind kind, Task task) {
        return kind == Kind.DWELL
                ? task.loss().meaning() == Meaning.VALUE && task.transform() instanceof LabelTransform.Log1p
                : task.loss().meaning() == Meaning.PROBABILITY;
    }

    @Override
    public void close() {
        if (csv != null) {
            csv.close();
        }
    }
}

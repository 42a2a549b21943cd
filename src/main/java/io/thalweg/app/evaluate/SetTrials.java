package io.thalweg.app.evaluate;

import io.thalweg.app.console.CommandException;
import io.thalweg.app.evaluate.Trial.Row;
import io.thalweg.client.Failures;
import io.thalweg.config.ConfigException;
import io.thalweg.config.Variants;
import io.thalweg.lane.LaneSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The rows of one set: independent networks first; then every way of sharing with fixed weights, every balance with
 * hard sharing, and the configuration as it is; last, of the two best ways of sharing and the two best balances, the
 * pairs that have a best one.
 */
final class SetTrials {
    private static final Row BASELINE = new Row("independent", "fixed");
    private static final String HARD = "hard";
    private static final String FIXED = "fixed";
    private static final int BEST = 2;

    private final Dataset set;
    private final Variants variants;
    private final ExecutorService pool;
    private final BiConsumer<Dataset, Trial> isDone;
    private final List<Future<Trial>> trials = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /** @param isDone is told of each trial by the thread that made it */
    SetTrials(Dataset set, ExecutorService pool, BiConsumer<Dataset, Trial> isDone) {
        this.set = set;
        this.pool = pool;
        this.isDone = isDone;
        variants = new Variants(set.config().lane());
    }

    /** Begins what depends on no result; answers how many trials that is. */
    int beginSingles() {
        Set<Row> rows = new LinkedHashSet<>();
        rows.add(BASELINE);
        Variants.sharings().forEach(sharing -> rows.add(new Row(sharing, FIXED)));
        Variants.balances().forEach(balance -> rows.add(new Row(HARD, balance)));
        rows.add(new Row(variants.sharing(), variants.balance()));
        return begin(rows);
    }

    /** Waits for the singles, and begins the pairs of the best; answers how many that is. */
    int beginPairs() {
        List<Trial> singles = await();
        List<Row> sharings = best(
                singles, row -> row.balance().equals(FIXED) && !row.sharing().equals(HARD) && !row.equals(BASELINE));
        List<Row> balances = best(
                singles, row -> row.sharing().equals(HARD) && !row.balance().equals(FIXED));
        Set<Row> rows = new LinkedHashSet<>();
        for (int i = 0; i < sharings.size(); i++) {
            for (int j = 0; j < balances.size() && i + j < BEST; j++) {
                rows.add(new Row(sharings.get(i).sharing(), balances.get(j).balance()));
            }
        }
        singles.forEach(single -> rows.remove(single.row()));
        return begin(rows);
    }

    private static List<Row> best(List<Trial> singles, Predicate<Row> which) {
        BlockLosses baseline = singles.get(0).losses();
        return singles.stream()
                .filter(single -> which.test(single.row()))
                .sorted(Comparator.comparingDouble(single -> -Bootstrap.mean(baseline, single.losses())))
                .limit(BEST)
                .map(Trial::row)
                .toList();
    }

    private int begin(Set<Row> rows) {
        int before = trials.size();
        for (Row row : rows) {
            try {
                LaneSettings settings = variants.with(row.sharing(), row.balance());
                trials.add(pool.submit(() -> learn(row, settings)));
            } catch (ConfigException e) {
                refused.add(row + ": " + e.problems().get(0).replaceFirst("^line \\d+: ", ""));
            }
        }
        return trials.size() - before;
    }

    private Trial learn(Row row, LaneSettings settings) {
        Trial trial = Trial.of(set, row, settings);
        isDone.accept(set, trial);
        return trial;
    }

    private List<Trial> await() {
        List<Trial> all = new ArrayList<>();
        for (Future<Trial> trial : trials) {
            all.add(await(trial));
        }
        return all;
    }

    private Trial await(Future<Trial> trial) {
        try {
            return trial.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OutOfMemoryError shortage) {
                throw new CommandException(
                        "the models of %s: %s; or learn one at a time with --lanes 1",
                        set.name(), Failures.explain(shortage));
            }
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /** Waits for all that was begun. */
    MatrixResult result() {
        List<Trial> all = await();
        BlockLosses baseline = all.get(0).losses();
        Bootstrap bootstrap =
                new Bootstrap(baseline, set.config().lane().model().seed());
        List<MatrixResult.Line> lines = all.stream()
                .map(trial -> new MatrixResult.Line(
                        trial.row(),
                        trial.quality(),
                        bootstrap.of(trial.losses()),
                        IntStream.range(0, baseline.tasks())
                                .mapToObj(task -> bootstrap.of(trial.losses(), task))
                                .toList()))
                .toList();
        return new MatrixResult(set.name(), all.get(0).events(), lines, List.copyOf(refused));
    }
}

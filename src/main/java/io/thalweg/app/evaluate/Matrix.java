package io.thalweg.app.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Compares ways of sharing and balances on several sets, each with independent networks that are as wide and deep for
 * each task as the shared one is for all.
 */
final class Matrix {
    private final Consumer<String> say;
    private final AtomicInteger planned = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** @param say is told how far it is */
    Matrix(Consumer<String> say) {
        this.say = say;
    }

    /** Learns {@code lanes} models at a time; the results do not depend on how many. */
    List<MatrixResult> of(List<Dataset> sets, int lanes) {
        ExecutorService pool = Executors.newFixedThreadPool(lanes);
        try {
            List<SetTrials> all = sets.stream()
                    .map(set -> new SetTrials(set, pool, this::isDone))
                    .toList();
            all.forEach(trials -> planned.addAndGet(trials.beginSingles()));
            all.forEach(trials -> planned.addAndGet(trials.beginPairs()));
            return all.stream().map(SetTrials::result).toList();
        } finally {
            pool.shutdownNow();
        }
    }

    private void isDone(Dataset set, Trial trial) {
        say.accept(String.format(
                Locale.ROOT,
                "%d of %d: %s, %s, %.0f s",
                done.incrementAndGet(),
                planned.get(),
                set.name(),
                trial.row(),
                trial.seconds()));
    }
}

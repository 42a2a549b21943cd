package io.thalweg.app.evaluate;

import io.thalweg.csv.CsvSource;
import io.thalweg.lane.LaneSettings;
import io.thalweg.learn.TaskMetrics;
import java.util.List;

/**
 * What came of one way of sharing under one balance, in one pass.
 *
 * @param quality of each task at the end
 */
record Trial(Row row, long events, List<TaskMetrics> quality, BlockLosses losses, double seconds) {
    /** What is tried, in the words of the configuration. */
    record Row(String sharing, String balance) {
        @Override
        public String toString() {
            return sharing + ", " + balance;
        }
    }

    static Trial of(Dataset set, Row row, LaneSettings settings) {
        long start = System.nanoTime();
        BlockLosses losses = new BlockLosses(set.config().features().tasks().size());
        try (CsvSource source = set.open()) {
            Pass pass = new Pass(set.config(), settings, source, (event, reason, detail) -> {});
            while (pass.events() < set.most() && pass.step()) {
                if (pass.events() % BlockLosses.EVENTS == 0) {
                    losses.close(pass.lane().metrics());
                }
            }
            pass.end();
            List<TaskMetrics> quality = pass.lane().metrics();
            if (pass.events() % BlockLosses.EVENTS != 0) {
                losses.close(quality);
            }
            return new Trial(row, pass.events(), quality, losses, (System.nanoTime() - start) / 1e9);
        }
    }
}

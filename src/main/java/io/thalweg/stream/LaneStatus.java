package io.thalweg.stream;

import io.thalweg.lane.Totals;
import io.thalweg.learn.TaskMetrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a lane stood at some moment; a copy that any thread may keep.
 *
 * @param partition of the train log
 * @param nextOffset first train-log offset that it had not applied
 * @param metrics of each task, in configuration order
 * @param parametersSha256 of the model, in the last status of a clean stop only
 */
public record LaneStatus(
        int partition,
        long nextOffset,
        Totals totals,
        List<TaskMetrics> metrics,
        @Nullable String parametersSha256) {
    public LaneStatus {
        metrics = List.copyOf(metrics);
    }

    /** Whether the model cannot learn any more. */
    public boolean isDiverged() {
        return metrics.stream().anyMatch(task -> task.standing().isDiverged());
    }
}

package io.thalweg.app.evaluate;

import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the predictions of each task cost in each block of consecutive events, in the terms of its main figure. */
final class BlockLosses {
    /** Events of a block: enough that one block says little about the next. */
    static final int EVENTS = 1_000;

    private final List<double[]> costs = new ArrayList<>(); // of each block: of each task
    private final List<double[]> labels = new ArrayList<>();
    private final boolean[] areSquares; // of each task
    private double[] costSoFar;
    private double[] labelsSoFar;

    BlockLosses(int tasks) {
        areSquares = new boolean[tasks];
        costSoFar = new double[tasks];
        labelsSoFar = new double[tasks];
    }

    /** Ends a block; what is new in the tasks' qualities since the one before is its own. */
    void close(List<TaskMetrics> metrics) {
        int tasks = areSquares.length;
        double[] cost = new double[tasks];
        double[] count = new double[tasks];
        for (int task = 0; task < tasks; task++) {
            Quality quality = metrics.get(task).lifetime();
            if (quality.count() > 0) {
                Quality.Figure figure = quality.main();
                areSquares[task] = figure.name().equals("RMSE");
                double each = areSquares[task] ? figure.value() * figure.value() : figure.value();
                cost[task] = each * quality.count();
                count[task] = quality.count();
            }
        }
        costs.add(difference(cost, costSoFar));
        labels.add(difference(count, labelsSoFar));
        costSoFar = cost;
        labelsSoFar = count;
    }

    private static double[] difference(double[] now, double[] before) {
        return IntStream.range(0, now.length)
                .mapToDouble(i -> now[i] - before[i])
                .toArray();
    }

    int tasks() {
        return areSquares.length;
    }

    int blocks() {
        return costs.size();
    }

    /**
     * The main figure of a task over these blocks, each as often as it is named; NaN where they have no label of it.
     */
    double figure(int task, int[] blocks) {
        double cost = 0;
        double count = 0;
        for (int block : blocks) {
            cost += costs.get(block)[task];
            count += labels.get(block)[task];
        }
        return areSquares[task] ? Math.sqrt(cost / count) : cost / count;
    }
}

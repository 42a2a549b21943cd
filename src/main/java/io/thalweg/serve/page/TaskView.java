package io.thalweg.serve.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** One task as the page shows it: its newest metrics, and the curve up to there. */
final class TaskView {
    private final Curve curve = new Curve();
    private TaskMetrics newest;
    private double best; // so far
    private boolean isChanged = true;

    TaskView(TaskMetrics first, Possible possible) {
        newest = first;
        add(first, possible);
    }

    TaskMetrics newest() {
        return newest;
    }

    void add(TaskMetrics metrics, Possible possible) {
        newest = metrics;
        boolean isRoot = !isOfClasses(metrics); // of a mean of squares
        possible.reach(metrics.labelled(), isRoot);
        best = possible.soFar();
        curve.add(point(metrics, possible.lately(isRoot)));
        isChanged = true;
    }

    boolean isChanged() {
        return isChanged;
    }

    private static Point point(TaskMetrics metrics, double best) {
        Quality window = metrics.window();
        Map<String, Double> figures = window.figures();
        return new Point(
                metrics.offset(),
                metrics.eventTime(),
                window.main().value(),
                window.main().baseline(),
                figures.getOrDefault(isOfClasses(metrics) ? "auc" : "mae", Double.NaN),
                figures.getOrDefault("calibration", Double.NaN),
                best);
    }

    private static boolean isOfClasses(TaskMetrics metrics) {
        return metrics.window() instanceof Quality.OfClasses;
    }

    /** The whole of it. */
    void write(ObjectNode to) {
        write(to, new Curve.Addition(true, curve.points()));
    }

    /** What has changed since the last time. */
    void writeNews(ObjectNode to) {
        write(to, curve.look());
        isChanged = false;
    }

    private void write(ObjectNode to, Curve.Addition addition) {
        to.put("name", newest.task());
        to.put("kind", isOfClasses(newest) ? "classes" : "values");
        to.put("metric", newest.window().main().name());
        to.put("offset", newest.offset());
        to.put("version", newest.version());
        to.put("eventTime", newest.eventTime());
        to.put("labelled", newest.labelled());
        to.put("refused", newest.refused());
        to.put("lagMillis", newest.lagMillis());
        figures(to.putObject("window"), newest.window().figures());
        figures(to.putObject("lifetime"), newest.lifetime().figures());
        number(to, "best", best);
        number(to, "weight", newest.standing().weight());
        figures(to.putObject("cosines"), newest.standing().cosines());
        ObjectNode gates = to.putObject("gates");
        newest.standing().gates().forEach((name, seen) -> {
            ObjectNode gate = gates.putObject(name);
            number(gate, "entropy", seen.entropy());
            figures(gate.putObject("use"), seen.use());
        });
        write(to.putObject("curve"), addition.isWhole(), addition.points());
    }

    private static void write(ObjectNode to, boolean isWhole, List<Point> points) {
        to.put("whole", isWhole);
        ArrayNode offsets = to.putArray("offset");
        points.forEach(point -> offsets.add(point.offset()));
        ArrayNode times = to.putArray("time");
        points.forEach(point -> times.add(point.eventTime()));
        numbers(to.putArray("value"), points, Point::value);
        numbers(to.putArray("usual"), points, Point::usual);
        numbers(to.putArray("second"), points, Point::second);
        numbers(to.putArray("calibration"), points, Point::calibration);
        numbers(to.putArray("best"), points, Point::best);
    }

    private static void numbers(ArrayNode to, List<Point> points, ToDoubleFunction<Point> figure) {
        for (Point point : points) {
            double value = figure.applyAsDouble(point);
            if (Double.isFinite(value)) {
                to.add((float) value);
            } else {
                to.addNull();
            }
        }
    }

    private static void figures(ObjectNode to, Map<String, Double> figures) {
        figures.forEach((name, value) -> number(to, name, value));
    }

    /** As a float, which is all that anybody sees, and half as long; null where there is none. */
    static void number(ObjectNode to, String name, double value) {
        if (Double.isFinite(value)) {
            to.put(name, (float) value);
        } else {
            to.putNull(name);
        }
    }
}

package io.thalweg.app.console;

import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A {@link Report} for people: a line of counts, and tables: of the tasks with probabilities, of those with values, and
 * of those whose own loss neither shows.
 */
public final class ReportTable {
    private static final String NONE = "-";

    private final Report report;
    private final PrintWriter out;
    private final int names; // width of the first column

    private ReportTable(Report report, PrintWriter out) {
        this.report = report;
        this.out = out;
        names = report.tasks().stream()
                .mapToInt(task -> task.task().length())
                .max()
                .orElse(0);
    }

    public static void print(Report report, PrintWriter out) {
        new ReportTable(report, out).print();
    }

    private void print() {
        Report.Counts counts = report.counts();
        line(
                "%,d events in %.1f s (%,.0f/s): %,d learned, %,d requests, %,d duplicates, %,d quarantined",
                counts.events(),
                counts.seconds(),
                counts.eventsPerSecond(),
                counts.totals().learned(),
                counts.totals().requests(),
                counts.totals().duplicates(),
                counts.quarantined());
        report.more().forEach((name, value) -> line("%s: %s", name, value));
        List<TaskMetrics> classes = tasks(quality -> quality.main().name().equals("logloss"));
        if (!classes.isEmpty()) {
            line("");
            row("task", "labelled", "logloss", "of rates", "best", "AUC", "norm. entropy", "calibration");
            classes.forEach(task -> printClasses(task, (Quality.OfClasses) task.lifetime()));
        }
        List<TaskMetrics> values = tasks(quality -> quality.main().name().equals("RMSE"));
        if (!values.isEmpty()) {
            line("");
            row("task", "labelled", "RMSE", "of mean", "best", "MAE", "correlation", "");
            values.forEach(task -> printValues(task, (Quality.OfValues) task.lifetime()));
        }
        List<TaskMetrics> others = tasks(ReportTable::isOfItsOwn);
        if (!others.isEmpty()) {
            line("");
            row("task", "labelled", "loss", "of constant", "AUC", "calibration", "coverage");
            others.forEach(this::printOther);
        }
        line("");
        line("parameters %s", report.parametersSha256());
        out.flush();
    }

    private List<TaskMetrics> tasks(Predicate<Quality> which) {
        return report.tasks().stream()
                .filter(task -> which.test(task.lifetime()))
                .toList();
    }

    /** Margins, amounts and quantiles: what is descended is neither log loss nor an error of the learned value. */
    private static boolean isOfItsOwn(Quality quality) {
        return quality.main().name().equals("loss")
                || quality instanceof Quality.OfValues values && !Double.isNaN(values.calibration());
    }

    private void printClasses(TaskMetrics task, Quality.OfClasses quality) {
        row(
                task.task(),
                String.format(Locale.ROOT, "%,d", task.labelled()),
                figure(quality.logloss()),
                figure(quality.baselineLogloss()),
                figure(report.best().getOrDefault(task.task(), Double.NaN)),
                figure(quality.auc()),
                figure(quality.normalisedEntropy()),
                figure(quality.calibration()));
    }

    private void printValues(TaskMetrics task, Quality.OfValues quality) {
        row(
                task.task(),
                String.format(Locale.ROOT, "%,d", task.labelled()),
                figure(quality.rmse()),
                figure(quality.baselineRmse()),
                figure(report.best().getOrDefault(task.task(), Double.NaN)),
                figure(quality.mae()),
                figure(quality.correlation()),
                "");
    }

    private void printOther(TaskMetrics task) {
        Quality quality = task.lifetime();
        row(
                task.task(),
                String.format(Locale.ROOT, "%,d", task.labelled()),
                figure(quality.loss()),
                figure(quality.baselineLoss()),
                figure(quality instanceof Quality.OfClasses classes ? classes.auc() : Double.NaN),
                figure(quality instanceof Quality.OfValues values ? values.calibration() : Double.NaN),
                figure(quality instanceof Quality.OfValues values ? values.coverage() : Double.NaN));
    }

    private static String figure(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : NONE;
    }

    private void row(String name, String... cells) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + Math.max(4, names) + "s", name));
        for (String cell : cells) {
            row.append(String.format(Locale.ROOT, "%14s", cell));
        }
        line("%s", row.toString().stripTrailing());
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}

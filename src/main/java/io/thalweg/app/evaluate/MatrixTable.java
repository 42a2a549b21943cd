package io.thalweg.app.evaluate;

import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A matrix as Markdown: the gains of all sets side by side, then each set with its tasks. */
final class MatrixTable {
    private static final String NONE = "";

    private final PrintWriter out;

    MatrixTable(PrintWriter out) {
        this.out = out;
    }

    void print(List<MatrixResult> results) {
        if (results.size() > 1) {
            summary(results);
        }
        results.forEach(this::set);
        out.flush();
    }

    private void summary(List<MatrixResult> results) {
        line("Multi-task gain in %% over independent networks [95 %% interval], ▼ tasks that are worse for it:");
        line("");
        header(
                List.of("sharing", "balance"),
                results.stream().map(MatrixResult::name).toList());
        Set<Trial.Row> rows = new LinkedHashSet<>();
        results.forEach(result -> result.lines().forEach(one -> rows.add(one.row())));
        for (Trial.Row row : rows) {
            List<String> cells = new ArrayList<>(List.of(row.sharing(), row.balance()));
            results.forEach(result -> cells.add(result.lines().stream()
                    .filter(one -> one.row().equals(row))
                    .findFirst()
                    .map(one -> cell(result, one) + hurt(one))
                    .orElse(NONE)));
            row(cells);
        }
        line("");
    }

    private static String cell(MatrixResult result, MatrixResult.Line line) {
        return line == result.best() ? "**" + gain(line.gain()) + "**" : gain(line.gain());
    }

    private static String hurt(MatrixResult.Line line) {
        List<String> hurt = MatrixResult.hurt(line);
        return hurt.isEmpty() ? "" : " ▼ " + String.join(", ", hurt);
    }

    private void set(MatrixResult result) {
        List<TaskMetrics> tasks = result.lines().get(0).quality();
        line("### %s: %,d events", result.name(), result.events());
        line("");
        header(
                List.of("sharing", "balance", "gain in %"),
                tasks.stream().map(MatrixTable::title).toList());
        for (MatrixResult.Line one : result.lines()) {
            List<String> cells =
                    new ArrayList<>(List.of(one.row().sharing(), one.row().balance(), cell(result, one)));
            for (int task = 0; task < tasks.size(); task++) {
                Quality quality = one.quality().get(task).lifetime();
                cells.add(figures(quality) + mark(one.gains().get(task)));
            }
            row(cells);
        }
        line("");
        line("▲ better and ▼ worse than independent, beyond the 95 %% interval. %s", worst(result));
        if (!result.refused().isEmpty()) {
            line("");
            line("Not in the table:");
            line("");
            result.refused().forEach(refused -> line("- %s", refused));
        }
        line("");
    }

    private static String worst(MatrixResult result) {
        MatrixResult.Line best = result.best();
        List<String> hurt = MatrixResult.hurt(best);
        return "The best row, %s, hurts %s."
                .formatted(best.row(), hurt.isEmpty() ? "no task" : String.join(", ", hurt));
    }

    private static String title(TaskMetrics task) {
        Quality quality = task.lifetime();
        String second = quality instanceof Quality.OfClasses ? "AUC" : "MAE";
        return task.task() + " (" + quality.main().name() + (Double.isFinite(second(quality)) ? ", " + second : "")
                + ")";
    }

    private static double second(Quality quality) {
        return quality instanceof Quality.OfClasses classes ? classes.auc() : ((Quality.OfValues) quality).mae();
    }

    private static String figures(Quality quality) {
        double second = second(quality);
        return number(quality.main().value()) + (Double.isFinite(second) ? ", " + number(second) : "");
    }

    private static String mark(Gain gain) {
        if (gain.isLoss()) {
            return " ▼";
        }
        return gain.isCertain() ? " ▲" : "";
    }

    private static String gain(Gain gain) {
        String value = String.format(Locale.ROOT, "%+.2f", 100 * gain.value());
        return Double.isFinite(gain.low()) && gain.low() != gain.high()
                ? value + String.format(Locale.ROOT, " [%+.2f, %+.2f]", 100 * gain.low(), 100 * gain.high())
                : value;
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%.4f", value).replaceFirst("^0\\.", ".")
                : "-";
    }

    private void header(List<String> left, List<String> right) {
        List<String> all = new ArrayList<>(left);
        all.addAll(right);
        row(all);
        row(Collections.nCopies(all.size(), "---"));
    }

    private void row(List<String> cells) {
        line("| %s |", String.join(" | ", cells));
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}

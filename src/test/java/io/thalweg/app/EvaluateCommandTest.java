package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.config.Variants;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The core over a file. */
class EvaluateCommandTest {
    private static final int ROWS = 4_000;
    private static final int TURN = 2_500; // the row from which on users have changed

    @TempDir
    private Path directory;

    private CommandLineScene scene;
    private String config;

    @BeforeEach
    void begin() {
        scene = new CommandLineScene(directory);
        config = scene.file("visits.yaml", CommandLineScene.CONFIG);
    }

    private JsonNode evaluate(String csv) throws IOException {
        assertThat(scene.run("evaluate", "-c", config, "--csv", csv, "--json", scene.path("out.json")))
                .as(scene.err())
                .isZero();
        return new ObjectMapper().readTree(scene.text("out.json"));
    }

    @Test
    void theReportHasWhatOthersRead() throws IOException {
        JsonNode report = evaluate(scene.visits(ROWS, 1));
        assertThat(report.get("events").asLong()).isEqualTo(ROWS);
        assertThat(report.get("learned").asLong()).isEqualTo(ROWS);
        assertThat(report.get("requests").asLong()).isZero();
        assertThat(report.get("duplicates").asLong()).isZero();
        assertThat(report.get("quarantined").asLong()).isZero();
        assertThat(report.get("seconds").asDouble()).isPositive();
        assertThat(report.get("eventsPerSecond").asDouble()).isPositive();
        assertThat(report.get("parametersSha256").asText()).matches("[0-9a-f]{64}");
        JsonNode click = report.get("tasks").get("click");
        assertThat(click.fieldNames())
                .toIterable()
                .containsExactly(
                        "labelled",
                        "loss",
                        "baselineLoss",
                        "logloss",
                        "auc",
                        "normalisedEntropy",
                        "calibration",
                        "baselineLogloss");
        JsonNode dwell = report.get("tasks").get("dwell");
        assertThat(dwell.fieldNames())
                .toIterable()
                .containsExactly("labelled", "loss", "baselineLoss", "rmse", "mae", "correlation", "baselineRmse");
        assertThat(click.get("labelled").asLong()).isEqualTo(ROWS);
        assertThat(dwell.get("labelled").asLong()).isLessThan(ROWS);
    }

    @Test
    void whatCanBeLearnedIsLearned() throws IOException {
        JsonNode tasks = evaluate(scene.visits(ROWS, 1)).get("tasks");
        assertThat(tasks.get("click").get("logloss").asDouble())
                .isLessThan(0.9 * tasks.get("click").get("baselineLogloss").asDouble());
        assertThat(tasks.get("dwell").get("rmse").asDouble())
                .isLessThan(0.9 * tasks.get("dwell").get("baselineRmse").asDouble());
    }

    @Test
    void theSameFileGivesTheSameModelToTheBit() throws IOException {
        String csv = scene.visits(ROWS, 1);
        JsonNode first = evaluate(csv);
        JsonNode second = evaluate(csv);
        assertThat(second.get("parametersSha256")).isEqualTo(first.get("parametersSha256"));
        assertThat(second.get("tasks")).isEqualTo(first.get("tasks"));
        assertThat(evaluate(scene.visits(ROWS, 2)).get("parametersSha256")).isNotEqualTo(first.get("parametersSha256"));
    }

    @Test
    void badRowsAndRequestsLeaveTheModelAsItIs() throws IOException {
        String good = scene.visits(500, 3);
        JsonNode before = evaluate(good);
        String mixed = scene.text("visits.csv").replace("\n", "\n1600000000,r,u1,i1,cheap,1,\n")
                + "1600001000,q,u1,i1,3,,\n1600001000,b,u1,i1,3,7,\n";
        JsonNode after = evaluate(scene.file("mixed.csv", mixed));
        assertThat(after.get("quarantined").asLong()).isEqualTo(502);
        assertThat(after.get("requests").asLong()).isEqualTo(1);
        assertThat(after.get("learned").asLong()).isEqualTo(500);
        assertThat(after.get("events").asLong()).isEqualTo(1_003);
        assertThat(after.get("parametersSha256")).isEqualTo(before.get("parametersSha256"));
        assertThat(scene.err())
                .contains("event 1 is one for quarantine: WRONG_TYPE, field 'price' is 'cheap'")
                .contains("(further ones are only counted)");
    }

    @Test
    void driftIsReportedWhereItIsAndOnlyThere() throws IOException {
        config = scene.file("watched.yaml", CommandLineScene.CONFIG + "drift: { loss: adwin }\n");
        assertThat(evaluate(scene.visits(ROWS, 1)).has("driftAlarms")).isFalse();
        JsonNode alarms = evaluate(scene.turningVisits(ROWS, TURN, 1)).get("driftAlarms");
        assertThat(alarms.size()).isPositive();
        JsonNode first = alarms.get(0);
        assertThat(first.get("task").asText()).isEqualTo("click");
        assertThat(first.get("signal").asText()).isEqualTo("loss");
        assertThat(first.get("offset").asLong()).isBetween((long) TURN, ROWS - 1L);
        assertThat(first.get("after").asDouble())
                .isGreaterThan(first.get("before").asDouble());
    }

    @Test
    void aDuplicateIsLearnedFromOnce() throws IOException {
        String good = scene.visits(500, 3);
        JsonNode before = evaluate(good);
        String[] lines = scene.text("visits.csv").split("\n");
        JsonNode after = evaluate(scene.file("twice.csv", String.join("\n", lines) + "\n" + lines[500] + "\n"));
        assertThat(after.get("duplicates").asLong()).isEqualTo(1);
        assertThat(after.get("parametersSha256")).isEqualTo(before.get("parametersSha256"));
    }

    @Test
    void theTableSaysHowGoodEachTaskIs() throws IOException {
        JsonNode report = evaluate(scene.visits(ROWS, 1));
        assertThat(scene.lines().get(0)).startsWith("4,000 events in ").contains("4,000 learned, 0 requests");
        assertThat(scene.out())
                .containsPattern("task +labelled +logloss +of rates +best +AUC")
                .containsPattern("click +4,000 +0\\.\\d{4} +0\\.\\d{4} +- +0\\.\\d{4}")
                .containsPattern("task +labelled +RMSE +of mean +best +MAE")
                .contains("parameters " + report.get("parametersSha256").asText());
    }

    @Test
    void aLossOfItsOwnIsShownBesideThatOfAConstant() throws IOException {
        config = scene.file(
                "visits.yaml",
                CommandLineScene.CONFIG
                        .replace("loss: logistic", "loss: hinge")
                        .replace(
                                "dwell_s, transform: [log1p] }, loss: squared",
                                "dwell_s }, loss: { type: quantile, quantile: 0.9 }")
                        .replace("model:", "  again: { topic: visits, label: dwell_s, loss: poisson }\nmodel:"));
        JsonNode tasks = evaluate(scene.visits(ROWS, 1)).get("tasks");
        assertThat(tasks.get("click").fieldNames())
                .toIterable()
                .containsExactly("labelled", "loss", "baselineLoss", "auc");
        assertThat(tasks.get("dwell").fieldNames())
                .toIterable()
                .containsExactly("labelled", "loss", "baselineLoss", "correlation", "coverage");
        assertThat(tasks.get("again").fieldNames())
                .toIterable()
                .containsExactly(
                        "labelled",
                        "loss",
                        "baselineLoss",
                        "rmse",
                        "mae",
                        "correlation",
                        "calibration",
                        "baselineRmse");
        for (String task : List.of("click", "dwell", "again")) {
            assertThat(tasks.get(task).get("loss").asDouble())
                    .as(task)
                    .isLessThan(0.9 * tasks.get(task).get("baselineLoss").asDouble());
        }
        assertThat(scene.out())
                .containsPattern("task +labelled +RMSE [^\n]*\nagain [^\n]*\n\n")
                .containsPattern("task +labelled +loss +of constant +AUC +calibration +coverage")
                .containsPattern("click +4,000 +0\\.\\d{4} +0\\.\\d{4} +0\\.\\d{4} +- +-")
                .containsPattern("dwell +[\\d,]+ +\\d\\.\\d{4} +\\d\\.\\d{4} +- +- +0\\.\\d{4}")
                .doesNotContain("logloss");
    }

    @Test
    void whatTasksChooseToShareIsReported() throws IOException {
        config = scene.file(
                "visits.yaml", CommandLineScene.CONFIG.replace("  layers:", "  sharing: attention\n  layers:"));
        JsonNode report = evaluate(scene.visits(ROWS, 1));
        assertThat(report.get("attention of click 0").get("shared").asDouble()).isBetween(0.0, 1.0);
        assertThat(scene.out()).containsPattern("attention of dwell 0: \\{shared=0\\.\\d+}");
        config = scene.file(
                "visits.yaml", CommandLineScene.CONFIG.replace("  layers:", "  sharing: cross-stitch\n  layers:"));
        JsonNode stitch = evaluate(scene.visits(ROWS, 1)).get("stitch of dwell 0");
        assertThat(stitch.get("click").asDouble() + stitch.get("dwell").asDouble())
                .isCloseTo(1, within(0.002));
    }

    @Test
    void onlyTheFirstEventsAreTaken() throws IOException {
        String csv = scene.visits(ROWS, 1);
        assertThat(scene.run("evaluate", "-c", config, "--csv", csv, "--events", "700", "--json", scene.path("o.json")))
                .isZero();
        assertThat(new ObjectMapper()
                        .readTree(scene.text("o.json"))
                        .get("learned")
                        .asLong())
                .isEqualTo(700);
    }

    @Test
    void theMatrixHasEveryWordOrSaysWhyNot() throws IOException {
        String csv = scene.visits(300, 1);
        JsonNode sets = matrix("2", "-c", config, "--csv", csv);
        assertThat(sets).hasSize(1);
        JsonNode set = sets.get(0);
        assertThat(set.get("events").asLong()).isEqualTo(300);
        List<String> rows = new ArrayList<>();
        set.get("rows")
                .forEach(row -> rows.add(
                        row.get("sharing").asText() + ", " + row.get("balance").asText()));
        assertThat(rows).startsWith("independent, fixed").doesNotHaveDuplicates();
        set.get("refused").forEach(refused -> rows.add(refused.asText().replaceFirst(":.*", "")));
        for (String sharing : Variants.sharings()) {
            assertThat(rows).contains(sharing + ", fixed");
        }
        for (String balance : Variants.balances()) {
            assertThat(rows).contains("hard, " + balance);
        }
        assertThat(rows).as("pairs").anyMatch(row -> !row.startsWith("hard") && !row.endsWith("fixed"));
        assertThat(scene.out())
                .contains("### visits: 300 events")
                .containsPattern(
                        "\\| sharing \\| balance \\| gain in % \\| click \\(logloss, AUC\\) \\| dwell \\(RMSE, MAE\\) \\|")
                .containsPattern("\\| independent \\| fixed \\| \\+0\\.00 \\| \\.\\d{4}, \\.\\d{4} \\|");
        assertThat(scene.err()).containsPattern("1 of \\d+: visits, ");
    }

    @Test
    void theMatrixDoesNotDependOnHowManyAreLearnedAtATime() throws IOException {
        String csv = scene.visits(300, 1);
        JsonNode one = matrix("1", "-c", config, "--csv", csv, "-c", config, "--csv", csv);
        String table = scene.out();
        assertThat(matrix("3", "-c", config, "--csv", csv, "-c", config, "--csv", csv))
                .isEqualTo(one);
        assertThat(scene.out()).isEqualTo(table).startsWith("Multi-task gain in % over independent networks");
        assertThat(one.get(0)).isEqualTo(one.get(1));
    }

    private JsonNode matrix(String lanes, String... sets) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("evaluate", "--matrix", "--lanes", lanes, "--json", scene.path("matrix.json")));
        arguments.addAll(List.of(sets));
        assertThat(scene.run(arguments.toArray(String[]::new))).as(scene.err()).isZero();
        return new ObjectMapper().readTree(scene.text("matrix.json"));
    }

    @Test
    void aFileForEachConfigurationIsAskedFor() {
        String csv = scene.visits(10, 1);
        assertThat(scene.run("evaluate", "-c", config, "-c", config, "--csv", csv))
                .isEqualTo(2);
        assertThat(scene.err())
                .contains("2 configurations (-c) for 1 files (--csv); give one for each, in the same order");
        assertThat(scene.run("evaluate", "-c", config, "--csv", csv, "-c", config, "--csv", csv))
                .isEqualTo(2);
        assertThat(scene.err()).contains("2 files, but only --matrix takes several; give one");
        assertThat(scene.run("evaluate", "--matrix", "--lanes", "0", "-c", config, "--csv", csv))
                .isEqualTo(2);
        assertThat(scene.err()).contains("--lanes must be at least 1, got 0");
    }

    @Test
    void anEmptyFileIsAnEmptyReport() throws IOException {
        JsonNode report = evaluate(scene.visits(0, 1));
        assertThat(report.get("events").asLong()).isZero();
        assertThat(report.get("tasks").get("click").has("logloss")).isFalse();
    }

    @Test
    void aReportThatCannotBeWrittenIsAFailure() {
        assertThat(scene.run("evaluate", "-c", config, "--csv", scene.visits(10, 1), "--json", directory.toString()))
                .isEqualTo(1);
        assertThat(scene.err()).contains("thalweg: cannot write " + directory);
    }
}

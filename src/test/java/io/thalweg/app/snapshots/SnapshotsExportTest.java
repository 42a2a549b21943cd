package io.thalweg.app.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.app.CommandLineScene;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Example;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Collected;
import io.thalweg.wire.SnapshotFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a snapshot's file to a graph, by the command line. */
class SnapshotsExportTest {
    @TempDir
    private Path directory;

    private CommandLineScene scene;
    private String zip = "";

    @BeforeEach
    void train() {
        scene = new CommandLineScene(directory);
        zip = scene.path("model.zip");
        ThalwegConfig config = ThalwegConfig.parse(CommandLineScene.CONFIG, "visits.yaml", Map.of());
        Lane lane = new Lane(config.lane());
        for (Example example : Changes.examples(config.features(), 0, 200, 1)) {
            lane.apply(lane.nextOffset(), 0, new LogRecord.Event(example), Outputs.NONE);
        }
        SnapshotFile.write(Path.of(zip), Collected.snapshot(lane));
    }

    @Test
    void aGraphIsWrittenAndItsDifferenceReported() throws Exception {
        String onnx = scene.path("model.onnx");
        String json = scene.path("report.json");
        assertThat(scene.run("snapshots", "export", zip, "--onnx", onnx, "--json", json))
                .as(scene.err())
                .isZero();
        assertThat(scene.out()).contains("1,000 made-up events", "the largest difference is");
        JsonNode report = new ObjectMapper().readTree(scene.text("report.json")).path("onnx");
        assertThat(report.path("rows").asInt()).isEqualTo(1_000);
        assertThat(report.path("opset").asInt()).isEqualTo(18);
        assertThat(report.path("maxDifference").asDouble(1))
                .isLessThan(report.path("bound").asDouble());
        assertThat(report.path("maxDifferenceOfExtremes").asDouble(1))
                .isLessThan(report.path("boundOfExtremes").asDouble());
        assertThat(report.path("bytes").asLong()).isEqualTo(Files.size(Path.of(onnx)));
        assertThat(Path.of(onnx + ".part")).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsKeptUnlessSaidOtherwise() throws Exception {
        String onnx = scene.file("model.onnx", "mine");
        assertThat(scene.run("snapshots", "export", zip, "--onnx", onnx)).isEqualTo(1);
        assertThat(scene.err()).contains("--force replaces it");
        assertThat(Path.of(onnx)).hasContent("mine");
        assertThat(scene.run("snapshots", "export", zip, "--onnx", onnx, "--force"))
                .isZero();
        assertThat(Files.size(Path.of(onnx))).isGreaterThan(1_000);
    }

    @Test
    void aSnapshotAndItsGraphAreWrittenTogether() {
        String copy = scene.path("copy.zip");
        String onnx = scene.path("both.onnx");
        assertThat(scene.run("snapshots", "export", zip, copy, "--onnx", onnx)).isZero();
        assertThat(Path.of(copy)).hasSameBinaryContentAs(Path.of(zip));
        assertThat(Path.of(onnx)).exists();
    }

    @Test
    void whoSaysNoFileIsAsked() {
        assertThat(scene.run("snapshots", "export", zip)).isEqualTo(2);
        assertThat(scene.err()).contains("where to?");
        assertThat(scene.run("snapshots", "export", zip, "--onnx", "model")).isEqualTo(2);
        assertThat(scene.err()).contains("call it model.onnx");
    }
}

package io.thalweg.onnx;

import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.InputMap;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.Reading;
import io.thalweg.learn.FrozenLearner;
import io.thalweg.model.FrozenLayers;
import io.thalweg.model.FrozenNetwork;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.task.Task;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;

/** One snapshot's model as a standard ONNX graph; what the inputs are, docs/export.md says. */
public final class OnnxExport {
    /** Version of ONNX's operators that the graph asks for. */
    public static final int OPSET = 18;

    private static final int FORMAT = 8; // of the file; what ONNX 1.13 wrote, the first with these operators

    private final FeatureMap map;
    private final InputMap input;
    private final SnapshotManifest manifest;
    private final Reading reading;

    /**
     * @param settings that the snapshot was made with
     * @param input of the same configuration
     */
    public OnnxExport(LaneSettings settings, InputMap input, StoredSnapshot snapshot) {
        map = settings.map();
        this.input = input;
        manifest = snapshot.manifest();
        reading = Lane.still(settings, snapshot).reading();
    }

    /**
     * Writes the graph to a file, which is there once ONNX Runtime's scores are our own; until then it is called
     * FILE.part.
     *
     * @throws OnnxException if they are not, or the model is larger than a file can hold
     */
    public Agreement write(Path file) {
        return write(model(), file);
    }

    Agreement write(ModelProto model, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                model.writeTo(out);
            }
            Agreement agreement = new Trial(map, input, reading, 0).of(part);
            if (!agreement.isWithinBounds()) {
                throw new OnnxException(
                        "the exported graph is not the model: ONNX Runtime's scores, of '%s' above all, are up to %.1e away"
                                + " from ours (with extreme numbers %.1e), and no more than %.0e (%.0e) is allowed; nothing"
                                + " was written, and scores over HTTP or by the embedded scorer are right. Please report"
                                + " it with the configuration",
                        agreement.task(),
                        agreement.difference(),
                        agreement.extreme(),
                        Agreement.BOUND,
                        Agreement.EXTREME_BOUND);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return agreement;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            drop(part);
        }
    }

    private static void drop(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ModelProto model() {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("thalweg")
                .setModelVersion(manifest.version())
                .setDocString("Scores of %s at train-log offset %d"
                        .formatted(
                                map.tasks().stream().map(Task::name).toList(),
                                manifest.extent().nextOffset()))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph());
        metadata()
                .forEach((key, value) -> model.addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("thalweg." + key)
                        .setValue(value)));
        return model.build();
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("snapshot", manifest.name().toString());
        metadata.put("version", String.valueOf(manifest.version()));
        metadata.put("nextOffset", String.valueOf(manifest.extent().nextOffset()));
        metadata.put("sha256", manifest.proof().sha256());
        metadata.put("chain", manifest.proof().chain());
        metadata.put("parametersSha256", manifest.proof().parametersSha256());
        metadata.put("configuration", manifest.fingerprint());
        metadata.put("inputs", Recipe.inputs(map, input));
        metadata.put("tasks", Recipe.tasks(map.tasks()));
        return metadata;
    }

    private GraphProto graph() {
        FrozenLearner learner = reading.frozen();
        requireRoom(learner);
        GraphWriter graph = new GraphWriter();
        map.tasks().stream().flatMap(OnnxExport::outputs).forEach(graph::take);
        Inputs inputs = new Inputs(graph, map, reading, learner.numbers());
        ScoreNodes nodes = new ScoreNodes(graph, learner, map.tasks());
        List<List<String>> scores = learner.networks().stream()
                .map(network -> nodes.scores(raw(graph, inputs, network)))
                .toList();
        for (int task = 0; task < map.tasks().size(); task++) {
            nodes.write(task, scores.get(learner.serving().get(task)).get(task));
        }
        return graph.finish("thalweg");
    }

    private static Stream<String> outputs(Task task) {
        return Stream.of(Recipe.score(task), Recipe.probabilities(task));
    }

    private static void requireRoom(FrozenLearner learner) {
        long bytes = learner.networks().stream()
                .flatMap(network -> network.tables().stream())
                .mapToLong(table -> (long) table.buckets() * table.width() * Float.BYTES)
                .sum();
        if (bytes > GraphWriter.MOST_BYTES) {
            throw GraphWriter.tooLarge(bytes);
        }
    }

    /** What a network says of each task, {@code [batch, outputs of the task]}. */
    private List<String> raw(GraphWriter graph, Inputs inputs, FrozenNetwork network) {
        Lookups lookups = new Lookups(graph, inputs, network);
        FrozenLayers layers = network.layers();
        LayerNodes nodes = layers == null ? null : new LayerNodes(graph, lookups, layers);
        String linear = lookups.linear().stream()
                .reduce((sum, more) -> graph.node("Add", sum, more))
                .orElseThrow();
        boolean isOfRows = lookups.linear().size() > 1
                || network.linear().length > network.outputs().count();
        List<String> raw = new ArrayList<>();
        for (int task = 0; task < map.tasks().size(); task++) {
            int first = network.outputs().first()[task];
            int end = first + map.tasks().get(task).loss().outputs();
            String sum = graph.slice(linear, first, end, isOfRows ? 1 : 0);
            List<String> ofLayers =
                    nodes == null ? List.of() : Objects.requireNonNull(nodes).scores(task);
            for (String more : ofLayers) {
                sum = graph.node("Add", sum, more);
            }
            raw.add(sum);
        }
        return raw;
    }
}

package io.thalweg.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.TimeRule;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Afters;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Encoders;
import io.thalweg.scenario.Losses;
import io.thalweg.scenario.Regularisations;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.After.Gradient;
import io.thalweg.task.After.Product;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.protobuf.ByteString;

/** Whatever the model, its graph says the same in ONNX Runtime; and one that does not is refused. */
class OnnxExportTest {
    private static final int EVENTS = 300;
    private static final BatchSettings BATCH = new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH);
    private static final Feature.Vector VECTOR = new Feature.Vector(new Feature.Numeric("about", 8, true, true), 3);

    @TempDir
    private Path directory;

    /** A configuration and its name. */
    private record Model(String name, LaneSettings settings) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Model> models() {
        Stream<Model> shared = Sharings.all().stream()
                .flatMap(sharing -> Encoders.all().stream()
                        .map(encoder -> new Model(sharing + " " + encoder, settings(Changes.shop(encoder), sharing))));
        Stream<Model> chains = Stream.of(Afters.passing(Gradient.STOP), Afters.attention(Gradient.FULL), products())
                .map(tasks -> new Model("chain " + tasks, settings(with(tasks), new Sharing.Hard())));
        Stream<Model> changed = Changes.all().map(change -> new Model(change.toString(), of(change.after(), hard(6))));
        Stream<Model> others = Stream.of(
                new Model("linear", of(Changes.shop(), hard())),
                new Model("vector", of(withVector(), hard(8))),
                new Model("linear vector", of(withVector(), hard())),
                new Model("wide", of(Changes.shop(), hard(330, 700, 24))),
                new Model("narrow", of(Changes.shop(), model(new Sharing.Hard(), List.of(6), List.of(), false))),
                new Model(
                        "lives",
                        of(Changes.shop(), hard(8).with(Regularisations.all()).with(new EmbeddingLife(3, 30)))),
                new Model("few rows", of(Changes.shop(), hard(8).with(new EmbeddingLife(2, 60, 16)))));
        return Stream.of(shared, chains, changed, others).flatMap(some -> some);
    }

    /** A funnel of chances, each of which is the product of those before it. */
    private static List<Task> products() {
        List<Task> tasks = new ArrayList<>(Worlds.tasks());
        tasks.add(new Task("buy", new Logistic(), new LabelTransform.Identity(), 1, List.of(new Product("click"))));
        tasks.add(new Task("keep", new Logistic(), new LabelTransform.Identity(), 1, List.of(new Product("buy"))));
        return tasks;
    }

    private static FeatureMap with(List<Task> tasks) {
        return new FeatureMap(Changes.shop().features(), tasks, List.of(), Changes.BUCKETS);
    }

    private static FeatureMap withVector() {
        List<Feature> features = new ArrayList<>(Changes.shop().features());
        features.add(2, VECTOR);
        return new FeatureMap(features, Worlds.tasks(), List.of(), Changes.BUCKETS);
    }

    private static LaneSettings settings(FeatureMap map, Sharing sharing) {
        return of(map, model(sharing, Sharings.layers(sharing), Sharings.taskLayers(sharing, 4), true));
    }

    private static ModelSettings hard(Integer... widths) {
        return model(new Sharing.Hard(), List.of(widths), List.of(), true);
    }

    private static ModelSettings model(Sharing sharing, List<Integer> shared, List<Integer> task, boolean isWide) {
        return new ModelSettings(sharing, shared, task, isWide, Worlds.adaGrad(), Worlds.adaGrad(), 7);
    }

    private static LaneSettings of(FeatureMap map, ModelSettings model) {
        return new LaneSettings(map, model, BATCH, 10_000, 10_000, 100, 50, "a test");
    }

    /** Fields in the order of the columns that the features of {@link Changes} read. */
    private static InputMap input(FeatureMap map) {
        Column.Kind[] kinds = {
            Column.Kind.TEXT,
            Column.Kind.TEXT,
            Column.Kind.TEXTS,
            Column.Kind.NUMBER,
            Column.Kind.NUMBER,
            Column.Kind.TIME,
            kind(map, 6),
            Column.Kind.TEXT,
            Column.Kind.NUMBERS,
            Column.Kind.NUMBERS
        };
        List<Column> columns = IntStream.range(0, kinds.length)
                .mapToObj(column -> new Column("field" + column, kinds[column]))
                .toList();
        return new InputMap(columns, 5, -1, new TimeRule(1, 1, 2_000_000_000_000L), List.of(TOPIC));
    }

    private static final InputTopic TOPIC = new InputTopic("shop", List.of(), List.of(), false);

    /** The column that changes use for whatever is new. */
    private static Column.Kind kind(FeatureMap map, int column) {
        boolean isNumber = map.numerics().stream()
                .anyMatch(number -> number instanceof Feature.Numeric numeric && numeric.column() == column);
        boolean isArray = map.arrays().stream().anyMatch(array -> array.all().column() == column);
        boolean isSequence = map.sequences().stream().anyMatch(sequence -> sequence.column() == column);
        return isArray
                ? Column.Kind.NUMBERS
                : isNumber ? Column.Kind.NUMBER : isSequence ? Column.Kind.TEXTS : Column.Kind.TEXT;
    }

    private static OnnxExport export(LaneSettings settings) {
        Lane lane = new Lane(settings);
        var random = new SplittableRandom(3);
        for (Example example : Changes.examples(settings.map(), 0, EVENTS, 1)) {
            for (int i = 0; i < example.labels().length; i++) {
                Task task = settings.map().tasks().get(example.tasks()[i]);
                if (!Float.isNaN(example.labels()[i])) {
                    example.labels()[i] = task.transform().invert(Math.max(0, Losses.label(task.loss(), random)));
                }
            }
            lane.apply(lane.nextOffset(), 1_000_000, new LogRecord.Event(example), Outputs.NONE);
        }
        return new OnnxExport(settings, input(settings.map()), Collected.snapshot(lane));
    }

    @ParameterizedTest
    @MethodSource("models")
    void theGraphSaysWhatTheModelSays(Model model) {
        Path file = directory.resolve("model.onnx");
        Agreement agreement = export(model.settings()).write(file);
        assertThat(agreement.rows()).isEqualTo(1_000);
        assertThat(agreement.difference()).isLessThanOrEqualTo(Agreement.BOUND);
        assertThat(file).isNotEmptyFile();
    }

    static Stream<Loss> losses() {
        return Losses.all();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void everyLossIsSaidInTheLabelsOwnUnit(Loss loss) {
        boolean isValue = !loss.isClassification();
        List<Task> tasks = new ArrayList<>(List.of(Worlds.tasks().get(0)));
        tasks.add(new Task("plain", loss, new LabelTransform.Identity(), 1));
        if (isValue) {
            tasks.add(new Task("log", loss, new LabelTransform.Log1p(), 1));
            tasks.add(new Task("share", loss, new LabelTransform.Divide(10), 1));
        }
        List<Feature> features = Changes.shop().features().stream()
                .filter(feature -> !(feature instanceof Feature.Rate))
                .toList();
        FeatureMap map = new FeatureMap(features, tasks, List.of(), Changes.BUCKETS);
        Path file = directory.resolve("model.onnx");
        assertThat(export(of(map, hard(8))).write(file).rows()).isEqualTo(1_000);
    }

    @Test
    void aGraphThatSaysSomethingElseIsRefusedAndLeavesNoFile() {
        OnnxExport export = export(of(Changes.shop(), hard(8)));
        ModelProto right = export.model();
        int weights = IntStream.range(0, right.getGraph().getInitializerCount())
                .filter(i -> right.getGraph().getInitializer(i).getDimsCount() == 2
                        && right.getGraph().getInitializer(i).getDims(1) == 8)
                .findFirst()
                .orElseThrow();
        TensorProto honest = right.getGraph().getInitializer(weights);
        byte[] bytes = honest.getRawData().toByteArray();
        bytes[3] ^= 0x40; // an exponent's bit of the first weight
        ModelProto.Builder broken = right.toBuilder();
        broken.getGraphBuilder().setInitializer(weights, honest.toBuilder().setRawData(ByteString.copyFrom(bytes)));
        Path file = directory.resolve("model.onnx");
        assertThatThrownBy(() -> export.write(broken.build(), file))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("is not the model");
        assertThat(directory).isEmptyDirectory();
        assertThat(export.write(right, file).difference()).isLessThan(Agreement.BOUND);
    }

    @Test
    void aGraphThatIsNoneIsRefusedInTheRuntimesWords() {
        OnnxExport export = export(of(Changes.shop(), hard(8)));
        ModelProto right = export.model();
        ModelProto.Builder broken = right.toBuilder();
        NodeProto first = right.getGraph().getNode(0);
        broken.getGraphBuilder().setNode(0, first.toBuilder().setOpType("NoSuchOperator"));
        assertThatThrownBy(() -> export.write(broken.build(), directory.resolve("model.onnx")))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("NoSuchOperator");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theGraphSaysWhereItIsFromAndWhatItsInputsAre() {
        ModelProto model = export(of(Changes.shop(), hard(8))).model();
        assertThat(model.getMetadataPropsList())
                .extracting(StringStringEntryProto::getKey)
                .contains("thalweg.snapshot", "thalweg.nextOffset", "thalweg.chain", "thalweg.inputs", "thalweg.tasks");
        assertThat(model.getMetadataPropsList())
                .filteredOn(entry -> entry.getKey().equals("thalweg.nextOffset"))
                .extracting(StringStringEntryProto::getValue)
                .containsExactly(String.valueOf(EVENTS));
        assertThat(model.getGraph().getInputList())
                .extracting(input -> input.getName())
                .containsExactlyInAnyOrderElementsOf(
                        Changes.shop().features().stream().map(Feature::name).toList());
        assertThat(model.getGraph().getOutputList())
                .extracting(output -> output.getName())
                .contains("score.click", "score.dwell", "score.stars");
    }

    @Test
    void aModelLargerThanAFileCanHoldIsRefusedBeforeItIsMade() {
        ModelSettings large = hard(8).with(new EmbeddingLife(1, 0, 16));
        FeatureMap map = new FeatureMap(Changes.shop().features(), Worlds.tasks(), List.of(), 1 << 28);
        List<Feature> features = map.features().stream()
                .filter(feature -> !(feature instanceof Feature.Rate || feature instanceof Feature.Count))
                .toList();
        OnnxExport export = export(of(new FeatureMap(features, Worlds.tasks(), List.of(), 1 << 28), large));
        assertThatThrownBy(() -> export.write(directory.resolve("model.onnx")))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("model.embedding.buckets");
        assertThat(directory).isEmptyDirectory();
    }
}

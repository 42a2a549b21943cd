package io.thalweg.model;

import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.sharing.Block;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the parts of a network's parameters by the tasks that they are for. */
final class Sections {
    private final FeatureMap map;
    private final ScorePositions outputs;
    private final List<Section> sections = new ArrayList<>();

    Sections(FeatureMap map, ScorePositions outputs) {
        this.map = map;
        this.outputs = outputs;
    }

    List<Section> list() {
        return sections;
    }

    /** Weights of the numbers and bias, a row for each output. */
    void addLinear(float[] values, int width) {
        String reads = names(map.numerics().stream().limit(width - 1L));
        for (int task = 0; task < map.tasks().size(); task++) {
            add("linear of " + name(task), reads, values, new int[] {
                outputs.first()[task] * width, width, size(task), width
            });
        }
    }

    /** The blocks between inputs and scores; a layer has a row for each input and one for the bias. */
    void addLayers(Blocks blocks) {
        String features = names(
                Stream.of(map.categoricals(), map.sequences(), map.numerics()).flatMap(List::stream));
        List<String> tasks = map.tasks().stream().map(Task::name).toList();
        for (PlacedBlock placed : blocks.placed()) {
            Block block = placed.block();
            String about = block.columns().stream()
                    .filter(task -> task >= 0)
                    .map(tasks::get)
                    .collect(Collectors.joining(", "));
            String reads = Stream.of(blocks.readsFeatures(block) ? features : "", about)
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("; for "));
            int[] place = {placed.at(), placed.width(), block.rows(), placed.width()};
            add(placed.name(tasks), reads, blocks.parameters().values(), place);
        }
    }

    /** A linear weight for each bucket and output. */
    void addLinearWeights(EmbeddingTable table) {
        for (int task = 0; task < map.tasks().size(); task++) {
            sections.add(table.section("linear weights of " + name(task), outputs.first()[task], size(task)));
        }
    }

    /** An embedding for each bucket and owner. */
    void addEmbeddings(EmbeddingTable table, List<Integer> owners) {
        int dimension = table.width() / owners.size();
        for (int set = 0; set < owners.size(); set++) {
            String whose = owners.get(set) < 0 ? "" : " for " + name(owners.get(set));
            sections.add(table.section("embeddings of " + dimension + whose, set * dimension, dimension));
        }
    }

    /** {@code place}: first, stride, rows and width. */
    private void add(String name, String reads, float[] values, int[] place) {
        sections.add(new Section(name, reads, values, place[0], place[1], place[2], place[3]));
    }

    private int size(int task) {
        return outputs.end(task) - outputs.first()[task];
    }

    private String name(int task) {
        return map.tasks().get(task).name();
    }

    private static String names(Stream<? extends Feature> features) {
        return features.map(Feature::name).collect(Collectors.joining(", "));
    }
}

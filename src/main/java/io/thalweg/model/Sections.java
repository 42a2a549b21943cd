package io.thalweg.model;

import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the parts of a network's parameters by the tasks that they are for. */
final class Sections {
    private final FeatureMap map;
    private final ScorePositions outputs;
    private final List<Branch> branches;
    private final List<Section> sections = new ArrayList<>();

    Sections(FeatureMap map, ScorePositions outputs, List<Branch> branches) {
        this.map = map;
        this.outputs = outputs;
        this.branches = branches;
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

    /** Trunks and heads, a row for each input and one for the bias. */
    void addLayers(float[] values) {
        for (Branch branch : branches) {
            String reads = names(Stream.of(map.categoricals(), map.sequences(), map.numerics())
                    .flatMap(List::stream));
            String trunk = branches.size() == 1 ? "trunk " : "trunk of " + names(branch) + ' ';
            for (int i = 0; i < branch.trunk().size(); i++) {
                addLayer(trunk + i, i == 0 ? reads : "", values, branch.trunk().get(i));
            }
            branch.heads().forEach(head -> addHead(head, branch.trunk().isEmpty() ? reads : "", values));
        }
    }

    private void addHead(Head head, String reads, float[] values) {
        if (head.layers().size() > 1) {
            String name = "head of " + name(head.tasks()[0]) + ' ';
            for (int i = 0; i < head.layers().size(); i++) {
                addLayer(name + i, i == 0 ? reads : "", values, head.layers().get(i));
            }
            return;
        }
        Layer only = head.layers().get(0);
        for (int column = 0; column < head.tasks().length; column += size(head.tasks()[column])) {
            int task = head.tasks()[column];
            int[] place = {only.at() + column, only.outputs(), only.inputs() + 1, size(task)};
            add("head of " + name(task), reads, values, place);
        }
    }

    private void addLayer(String name, String reads, float[] values, Layer layer) {
        add(name, reads, values, new int[] {layer.at(), layer.outputs(), layer.inputs() + 1, layer.outputs()});
    }

    /** A linear weight for each bucket and output. */
    void addLinearWeights(EmbeddingTable table) {
        for (int task = 0; task < map.tasks().size(); task++) {
            sections.add(table.section("linear weights of " + name(task), outputs.first()[task], size(task)));
        }
    }

    /** An embedding for each bucket and branch. */
    void addEmbeddings(EmbeddingTable table) {
        int dimension = table.width() / branches.size();
        for (int branch = 0; branch < branches.size(); branch++) {
            String whose = branches.size() == 1 ? "" : " for " + names(branches.get(branch));
            sections.add(table.section("embeddings of " + dimension + whose, branch * dimension, dimension));
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

    private String names(Branch branch) {
        return branch.tasks().stream().map(map.tasks()::get).map(Task::name).collect(Collectors.joining(", "));
    }

    private static String names(Stream<? extends Feature> features) {
        return features.map(Feature::name).collect(Collectors.joining(", "));
    }
}

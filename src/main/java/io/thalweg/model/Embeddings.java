package io.thalweg.model;

import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All tables of rows by bucket: embeddings, which fill the network's inputs, and linear weights, which add to the
 * scores at once; and the way of the slopes of both back to the rows.
 */
final class Embeddings {
    private final int slots;
    private final List<Integer> owners; // of each set of embeddings: a task, or Plan.SHARED
    private final int outputs;
    private final List<StagedTable> embedded = new ArrayList<>(); // a row: an embedding of each set
    private final List<StagedTable> linear = new ArrayList<>(); // at most one; a row: a weight for each output
    private final Occurrences occurrences = new Occurrences();

    Embeddings(FeatureMap map, Wiring wiring, List<Integer> owners, int outputs, ModelSettings settings) {
        this.owners = List.copyOf(owners);
        this.outputs = outputs;
        slots = wiring.slots().size();
        for (int dimension : wiring.dimensions()) {
            int[] own = IntStream.range(0, slots)
                    .filter(slot -> wiring.slots().get(slot).dimension() == dimension)
                    .toArray();
            int[] columns = IntStream.of(own)
                    .map(slot -> wiring.slots().get(slot).column())
                    .toArray();
            int width = dimension * owners.size();
            embedded.add(new StagedTable(
                    new EmbeddingTable(
                            "embeddings of " + dimension,
                            map.buckets(),
                            width,
                            EmbeddingTable.SMALL,
                            settings.optimiser(),
                            settings.seed()),
                    own,
                    columns));
        }
        if (settings.wide() && slots > 0) {
            linear.add(new StagedTable(
                    new EmbeddingTable(
                            "linear weights", map.buckets(), outputs, 0, settings.wideOptimiser(), settings.seed()),
                    IntStream.range(0, slots).toArray(),
                    new int[slots]));
        }
    }

    /** In canonical order. */
    List<EmbeddingTable> tables() {
        List<EmbeddingTable> tables = new ArrayList<>();
        linear.forEach(staged -> tables.add(staged.table()));
        embedded.forEach(staged -> tables.add(staged.table()));
        return tables;
    }

    void addSections(Sections sections) {
        linear.forEach(staged -> sections.addLinearWeights(staged.table()));
        embedded.forEach(staged -> sections.addEmbeddings(staged.table(), owners));
    }

    List<Region> regions() {
        return tables().stream().map(EmbeddingTable::region).toList();
    }

    /**
     * Takes over the tables that there were before. Rows belong to buckets and not to features, so those of a feature
     * that is gone stay where they are: it finds them again if it comes back, and until then they are as any other row
     * that a bucket falls upon.
     */
    void inherit(Embeddings old, Inheritance origins) {
        for (StagedTable staged : embedded) {
            EmbeddingTable table = staged.table();
            old.bequeath(table, origins.embeddings(old.owners, owners, table.width() / owners.size()));
        }
        linear.forEach(staged -> old.bequeath(staged.table(), origins.outputs()));
    }

    private void bequeath(EmbeddingTable heir, int[] columns) {
        for (EmbeddingTable table : tables()) {
            if (table.region().name().equals(heir.region().name())) {
                heir.inherit(table, columns);
            }
        }
    }

    /**
     * Adds to inputs and scores what the examples' buckets say.
     *
     * @param inputs of each set of embeddings
     * @param scores {@code [rows, outputs]}
     */
    void forward(List<Example> examples, List<Rows> inputs, float[] scores) {
        occurrences.list(examples, slots);
        for (StagedTable table : embedded) {
            table.stage(occurrences);
            int dimension = table.table().width() / owners.size();
            for (int set = 0; set < owners.size(); set++) {
                Rows input = inputs.get(set);
                table.addTo(input.values(), input.stride(), occurrences, set * dimension, dimension);
            }
        }
        for (StagedTable table : linear) {
            table.stage(occurrences);
            table.addTo(scores, outputs, occurrences, 0, outputs);
        }
    }

    /**
     * From the slopes of inputs and scores to moved rows; what belongs to absent tasks is left alone. To be called
     * after {@link #forward} of the same examples.
     *
     * @param inputs of each set of embeddings, with their slopes
     * @param slopes {@code [rows, outputs]}
     */
    void learn(List<Rows> inputs, float[] slopes, boolean[] inputPresent, boolean[] outputPresent) {
        for (StagedTable table : embedded) {
            int dimension = table.table().width() / owners.size();
            table.table().zeroGradient();
            for (int set = 0; set < owners.size(); set++) {
                if (inputPresent[set]) {
                    Rows input = inputs.get(set);
                    table.addFrom(input.slopes(), input.stride(), occurrences, set * dimension, dimension);
                }
            }
            table.table().step(columns(inputPresent, dimension));
        }
        for (StagedTable table : linear) {
            table.table().zeroGradient();
            table.addFrom(slopes, outputs, occurrences, 0, outputs);
            table.table().step(columns(outputPresent, 1));
        }
    }

    /** The columns, {@code each} of them for every entry of {@code present}, that belong to somebody present. */
    private static int[] columns(boolean[] present, int each) {
        int[] columns = new int[present.length * each];
        int count = 0;
        for (int column = 0; column < columns.length; column++) {
            if (present[column / each]) {
                columns[count++] = column;
            }
        }
        return Arrays.copyOf(columns, count);
    }
}

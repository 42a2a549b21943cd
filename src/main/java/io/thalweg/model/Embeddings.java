package io.thalweg.model;

import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All tables together: fills the branches' inputs from buckets, adds the linear weights of buckets to the scores, and
 * takes the slopes of both back to the rows.
 */
final class Embeddings {
    private final Wiring wiring;
    private final int branches;
    private final int outputs;
    private final int linear; // linear weights in a row: all outputs, or none when the model is not wide
    private final List<EmbeddingTable> tables = new ArrayList<>();
    private final Occurrences occurrences = new Occurrences();
    private int[] staged = new int[0]; // index of each occurrence's row among the staged ones

    Embeddings(FeatureMap map, Wiring wiring, int branches, int outputs, ModelSettings settings) {
        this.wiring = wiring;
        this.branches = branches;
        this.outputs = outputs;
        linear = settings.wide() ? outputs : 0;
        for (int dimension : wiring.dimensions()) {
            int embedded = dimension * branches;
            tables.add(new EmbeddingTable(
                    "embeddings of " + dimension, map.buckets(), embedded, embedded + linear, settings));
        }
    }

    List<EmbeddingTable> tables() {
        return tables;
    }

    List<Region> regions() {
        return tables.stream().map(EmbeddingTable::region).toList();
    }

    /** Gathers the rows of the examples; to be called before the others. */
    void stage(List<Example> examples) {
        occurrences.list(examples, wiring.slots().size());
        if (staged.length < occurrences.count()) {
            staged = new int[occurrences.count()];
        }
        for (int t = 0; t < tables.size(); t++) {
            EmbeddingTable table = tables.get(t);
            table.begin(count(t));
            for (int slot = 0; slot < wiring.slots().size(); slot++) {
                if (wiring.slots().get(slot).table() == t) {
                    table.stage(occurrences.buckets(), staged, occurrences.from(slot), occurrences.to(slot));
                }
            }
            table.gather();
        }
    }

    private int count(int table) {
        int count = 0;
        for (int slot = 0; slot < wiring.slots().size(); slot++) {
            if (wiring.slots().get(slot).table() == table) {
                count += occurrences.to(slot) - occurrences.from(slot);
            }
        }
        return count;
    }

    /**
     * Adds to inputs and scores.
     *
     * @param inputs of each branch, {@code [rows, width]}
     * @param scores {@code [rows, outputs]}
     */
    void forward(float[][] inputs, int width, float[] scores) {
        for (int slot = 0; slot < wiring.slots().size(); slot++) {
            EmbeddingTable table = tables.get(wiring.slots().get(slot).table());
            int column = wiring.slots().get(slot).column();
            int dimension = dimension(table);
            for (int branch = 0; branch < branches; branch++) {
                addTo(inputs[branch], width, column, slot, table, branch * dimension, dimension);
            }
            addTo(scores, outputs, 0, slot, table, branches * dimension, linear);
        }
    }

    private int dimension(EmbeddingTable table) {
        return branches == 0 ? 0 : (table.width() - linear) / branches;
    }

    /** Adds {@code size} parameters from {@code first} on of each occurrence's row to its example's numbers. */
    private void addTo(float[] to, int width, int column, int slot, EmbeddingTable table, int first, int size) {
        float[] parameters = table.parameters();
        int[] rows = occurrences.rows();
        float[] shares = occurrences.shares();
        for (int at = occurrences.from(slot); at < occurrences.to(slot); at++) {
            int from = staged[at] * table.width() + first;
            int into = rows[at] * width + column;
            float share = shares[at];
            for (int i = 0; i < size; i++) {
                to[into + i] += share * parameters[from + i];
            }
        }
    }

    /**
     * From the slopes of inputs and scores to moved rows; what belongs to absent tasks is left alone.
     *
     * @param inputSlopes of each branch, {@code [rows, width]}
     * @param slopes {@code [rows, outputs]}
     */
    void learn(float[][] inputSlopes, int width, float[] slopes, boolean[] branchPresent, boolean[] outputPresent) {
        tables.forEach(EmbeddingTable::zeroGradient);
        for (int slot = 0; slot < wiring.slots().size(); slot++) {
            EmbeddingTable table = tables.get(wiring.slots().get(slot).table());
            int column = wiring.slots().get(slot).column();
            int dimension = dimension(table);
            for (int branch = 0; branch < branches; branch++) {
                if (branchPresent[branch]) {
                    addFrom(inputSlopes[branch], width, column, slot, table, branch * dimension, dimension);
                }
            }
            addFrom(slopes, outputs, 0, slot, table, branches * dimension, linear);
        }
        for (EmbeddingTable table : tables) {
            table.step(columns(dimension(table), branchPresent, outputPresent));
        }
    }

    /** The way back of {@link #addTo}. */
    private void addFrom(float[] from, int width, int column, int slot, EmbeddingTable table, int first, int size) {
        float[] gradient = table.gradient();
        int[] rows = occurrences.rows();
        float[] shares = occurrences.shares();
        for (int at = occurrences.from(slot); at < occurrences.to(slot); at++) {
            int into = staged[at] * table.width() + first;
            int out = rows[at] * width + column;
            float share = shares[at];
            for (int i = 0; i < size; i++) {
                gradient[into + i] += share * from[out + i];
            }
        }
    }

    private int[] columns(int dimension, boolean[] branchPresent, boolean[] outputPresent) {
        int[] columns = new int[dimension * branches + linear];
        int count = 0;
        for (int i = 0; i < dimension * branches; i++) {
            if (branchPresent[i / dimension]) {
                columns[count++] = i;
            }
        }
        for (int output = 0; output < linear; output++) {
            if (outputPresent[output]) {
                columns[count++] = dimension * branches + output;
            }
        }
        return Arrays.copyOf(columns, count);
    }
}

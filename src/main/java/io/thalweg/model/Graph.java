package io.thalweg.model;

import io.thalweg.sharing.Plan;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a plan and what stands between them, bound to a short ladder of batch sizes. */
final class Graph {
    /**
     * Batches are padded to a multiple of this. With OpenBLAS' Haswell kernels a row's result then does not depend on
     * how many rows stand beside it, so a request is scored as if it had come in a full batch.
     */
    static final int ROWS_UNIT = 12;

    private final Plan plan;
    private final boolean[][] users; // of each signal
    private final List<Layer> layers;
    private final Parameters parameters;
    private final int[] ladder; // ascending numbers of rows
    private final List<Rows> signals;
    private final List<Cell> cells = new ArrayList<>(); // in the order of the way there
    private final List<WideProduct> products = new ArrayList<>();

    Graph(Plan plan, ModelSettings settings, int largestBatch) {
        this.plan = plan;
        users = plan.users();
        layers = layers(plan, users);
        float[] values =
                new float[layers.isEmpty() ? 0 : layers.get(layers.size() - 1).end()];
        layers.forEach(layer -> layer.initialise(values, settings.seed()));
        parameters = new Parameters("layers", values, settings.optimiser());
        ladder = ladder(largestBatch);
        int most = ladder[ladder.length - 1];
        signals = plan.signals().stream()
                .map(signal -> new Rows(signal.width(), most))
                .toList();
        bind();
        restored();
    }

    private static List<Layer> layers(Plan plan, boolean[][] users) {
        List<Layer> layers = new ArrayList<>();
        int next = 0;
        for (Plan.Dense dense : plan.only(Plan.Dense.class)) {
            Layer layer = new Layer(dense, next, users[dense.to().index()]);
            layers.add(layer);
            next = layer.end();
        }
        return layers;
    }

    /** Layers that read the same signal become one cell, where the first of them stands. */
    private void bind() {
        Map<Plan.Signal, List<WideProduct.Target>> readers = new LinkedHashMap<>();
        layers.forEach(layer -> readers.computeIfAbsent(layer.dense().from(), from -> new ArrayList<>())
                .add(new WideProduct.Target(layer, rows(layer.dense().to()))));
        for (Plan.Part part : plan.parts()) {
            if (part instanceof Plan.Dense dense) {
                List<WideProduct.Target> targets = readers.remove(dense.from());
                if (targets != null) {
                    WideProduct product = new WideProduct(rows(dense.from()), targets, parameters, ladder);
                    products.add(product);
                    cells.add(product);
                }
            } else if (part instanceof Plan.Mixture mixture) {
                List<Rows> experts = mixture.experts().stream().map(this::rows).toList();
                cells.add(new Mixing(rows(mixture.gate()), experts, rows(mixture.to()), users(mixture)));
            }
        }
    }

    private Rows rows(Plan.Signal signal) {
        return signals.get(signal.index());
    }

    private boolean[] users(Plan.Part part) {
        return users[part.to().index()];
    }

    Parameters parameters() {
        return parameters;
    }

    List<Layer> layers() {
        return layers;
    }

    List<Region> regions() {
        return parameters.regions();
    }

    /** The signals where the network begins, one for each set of embeddings. */
    List<Rows> inputs() {
        return plan.only(Plan.Input.class).stream()
                .map(input -> rows(input.to()))
                .toList();
    }

    /** Which sets of embeddings have to do with a present task. */
    boolean[] inputsPresent(boolean[] present) {
        List<Plan.Input> inputs = plan.only(Plan.Input.class);
        boolean[] used = new boolean[inputs.size()];
        for (int i = 0; i < used.length; i++) {
            used[i] = Users.any(users(inputs.get(i)), present);
        }
        return used;
    }

    /** Rows of the buffers that {@code n} examples go through. */
    int rows(int n) {
        return ladder[rung(n)];
    }

    /** Adds to {@code scores [n, outputs]} what the layers make of the inputs. */
    void forward(int n, float[] scores, ScorePositions outputs) {
        int rung = rung(n);
        cells.forEach(cell -> cell.forward(rung, ladder[rung]));
        for (Plan.Score score : plan.scores()) {
            Rows from = rows(score.from());
            int first = outputs.first()[score.task()];
            for (int row = 0; row < n; row++) {
                for (int i = 0; i < from.width(); i++) {
                    scores[row * outputs.count() + first + i] += from.values()[row * from.stride() + i];
                }
            }
        }
    }

    /**
     * Fills the slopes of the inputs and moves the layers; to be called after {@link #forward} of the same examples.
     *
     * @param slopes {@code [n, outputs]}
     */
    void learn(float[] slopes, int n, ScorePositions outputs, boolean[] present) {
        int rung = rung(n);
        signals.forEach(signal -> signal.clearSlopes(ladder[rung]));
        for (Plan.Score score : plan.scores()) {
            Rows from = rows(score.from());
            int first = outputs.first()[score.task()];
            for (int row = 0; row < n; row++) {
                System.arraycopy(
                        slopes, row * outputs.count() + first, from.slopes(), row * from.stride(), from.width());
            }
        }
        for (int i = cells.size() - 1; i >= 0; i--) {
            cells.get(i).backward(rung, ladder[rung], present);
        }
        step(present);
        restored();
    }

    /** Moves the layers that have to do with a present task; neighbours in one pass. */
    private void step(boolean[] present) {
        int from = 0;
        int to = 0;
        for (Layer layer : layers) {
            if (!layer.isUsed(present)) {
                parameters.step(from, to);
                from = layer.end();
            }
            to = layer.end();
        }
        parameters.step(from, to);
    }

    void inherit(Graph old, Inheritance origins) {
        for (Layer layer : layers) {
            int origin = origins.owner(layer.dense().owner());
            old.layers.stream()
                    .filter(before -> layer.continues(before, origin))
                    .forEach(before -> {
                        boolean isFirst = isInput(layer.dense().from());
                        if (isFirst || layer.inputs() == before.inputs()) {
                            int[] rows = isFirst ? origins.inputs() : Inheritance.unmoved(layer.inputs());
                            layer.inherit(parameters, before, old.parameters, rows);
                        }
                    });
        }
        restored();
    }

    /** Whether a layer that reads it reads the features themselves. */
    boolean isInput(Plan.Signal signal) {
        return plan.only(Plan.Input.class).stream().anyMatch(input -> input.to().equals(signal));
    }

    /** To be called when the parameters were overwritten from outside. */
    void restored() {
        products.forEach(WideProduct::publish);
    }

    private int rung(int n) {
        int rung = 0;
        while (ladder[rung] < n) {
            rung++;
        }
        return rung;
    }

    private static int[] ladder(int largestBatch) {
        int top = (largestBatch + ROWS_UNIT - 1) / ROWS_UNIT * ROWS_UNIT;
        List<Integer> rungs = new ArrayList<>();
        for (int rows = ROWS_UNIT; rows < top; rows *= 2) {
            rungs.add(rows);
        }
        rungs.add(top);
        return rungs.stream().mapToInt(Integer::intValue).toArray();
    }
}

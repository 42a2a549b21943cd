package io.thalweg.model;

import io.thalweg.balance.TaskWeights;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The layers of a plan and what stands between them, bound to a short ladder of batch sizes. */
final class Graph {
    /**
     * Batches are padded to a multiple of this. With OpenBLAS' Haswell kernels a row's result then does not depend on
     * how many rows stand beside it, so a request is scored as if it had come in a full batch.
     */
    static final int ROWS_UNIT = 12;

    private final Plan plan;
    private final boolean[][] users; // of each signal
    private final List<PlacedBlock> blocks;
    private final Parameters parameters;
    private final int[] ladder; // ascending numbers of rows
    private final List<Rows> signals;
    private final List<Cell> cells = new ArrayList<>(); // in the order of the way there
    private final List<PlacedBlock> common; // blocks of several parts, which all add to their gradient
    private final List<Orthogonality> apart;
    private final List<WideProduct> products = new ArrayList<>();
    private final @Nullable TaskGradients gradients; // null where nobody asks for each task's own

    Graph(Plan plan, ModelSettings settings, int largestBatch) {
        this.plan = plan;
        users = plan.users();
        blocks = blocks(plan, users, settings.optimiser());
        float[] values =
                new float[blocks.isEmpty() ? 0 : blocks.get(blocks.size() - 1).end()];
        blocks.forEach(block -> block.initialise(values, settings.seed()));
        parameters = new Parameters("layers", values, settings.optimiser());
        common = blocks.stream()
                .filter(placed -> parts(plan, placed.block()).count() > 1)
                .toList();
        blocks.forEach(block -> parameters.begin(block.at(), block.end(), block.optimiser()));
        apart = plan.apart().stream()
                .map(pair -> new Orthogonality(placed(pair.one()), placed(pair.other()), pair.penalty(), parameters))
                .toList();
        ladder = ladder(largestBatch);
        int most = ladder[ladder.length - 1];
        signals = plan.signals().stream()
                .map(signal -> new Rows(signal.width(), most))
                .toList();
        bind();
        restored();
        gradients = settings.balance().readsGradients()
                ? new TaskGradients(blocks, parameters, inputs(), inputUsers(), plan.tasks())
                : null;
    }

    private static List<PlacedBlock> blocks(Plan plan, boolean[][] users, Optimiser optimiser) {
        List<PlacedBlock> placed = new ArrayList<>();
        int next = 0;
        for (Block block : plan.blocks()) {
            placed.add(new PlacedBlock(block, next, users(plan, users, block), optimiser.times(block.pace())));
            next += block.length();
        }
        return placed;
    }

    /** Which tasks' scores a block has to do with, from what each signal has. */
    static boolean[] users(Plan plan, boolean[][] users, Block block) {
        boolean[] of = new boolean[plan.tasks()];
        parts(plan, block).forEach(part -> Users.add(of, users[part.to().index()]));
        return of;
    }

    private static Stream<Part> parts(Plan plan, Block block) {
        return plan.parts().stream().filter(part -> part.blocks().contains(block));
    }

    /** Layers that read the same signal become one cell, where the first of them stands. */
    private void bind() {
        Map<Plan.Signal, List<WideProduct.Target>> readers = new LinkedHashMap<>();
        plan.only(Part.Layer.class)
                .forEach(layer -> readers.computeIfAbsent(layer.from(), from -> new ArrayList<>())
                        .add(new WideProduct.Target(
                                weights(layer), rows(layer.to()), layer.isRectified(), users(layer))));
        for (Part part : plan.parts()) {
            if (part instanceof Part.Layer layer) {
                List<WideProduct.Target> targets = readers.remove(layer.from());
                if (targets != null) {
                    WideProduct product = new WideProduct(rows(layer.from()), targets, ladder);
                    products.add(product);
                    cells.add(product);
                }
            } else if (part instanceof Part.Mixture mixture) {
                cells.add(
                        new Mixing(rows(mixture.gate()), rows(mixture.experts()), rows(mixture.to()), users(mixture)));
            } else if (part instanceof Part.Join join) {
                cells.add(new Joining(rows(join.from()), rows(join.to())));
            } else if (part instanceof Part.Stitch stitch) {
                PlacedBlock shares = placed(stitch.shares());
                cells.add(new Stitching(parameters, shares, rows(stitch.from()), rows(stitch.to()), users(stitch)));
            }
        }
    }

    private Rows rows(Plan.Signal signal) {
        return signals.get(signal.index());
    }

    private Weights weights(Part.Layer layer) {
        return layer instanceof Part.Chosen chosen
                ? chosenWeights(chosen)
                : new Weights.Own(placed(((Part.Dense) layer).weights()), parameters);
    }

    private ChosenWeights chosenWeights(Part.Chosen chosen) {
        return new ChosenWeights(
                placed(chosen.shared()), placed(chosen.own()), placed(chosen.gate()), chosen.penalty(), parameters);
    }

    private List<Rows> rows(List<Plan.Signal> some) {
        return some.stream().map(this::rows).toList();
    }

    private PlacedBlock placed(Block block) {
        return blocks.get(plan.blocks().indexOf(block));
    }

    private boolean[] users(Part part) {
        return users[part.to().index()];
    }

    Parameters parameters() {
        return parameters;
    }

    List<PlacedBlock> blocks() {
        return blocks;
    }

    List<Region> regions() {
        return parameters.regions();
    }

    /** By block and by whom it chooses: what the tasks have learned to share, the same for all examples. */
    Map<String, Map<String, Double>> shares(List<String> tasks) {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        for (Part.Chosen chosen : plan.only(Part.Chosen.class)) {
            double share = chosenWeights(chosen).share();
            shares.put(placed(chosen.gate()).name(tasks), Collections.singletonMap("shared", share));
        }
        for (Part.Stitch stitch : plan.only(Part.Stitch.class)) {
            float[] weights = new float[stitch.from().size()];
            Stitching.weigh(parameters, placed(stitch.shares()), weights);
            Map<String, Double> row = new LinkedHashMap<>();
            List<Integer> columns = stitch.shares().columns();
            for (int i = 0; i < weights.length; i++) {
                row.put(label(columns, i, tasks), (double) weights[i]);
            }
            shares.put(placed(stitch.shares()).name(tasks), row);
        }
        return shares;
    }

    /** The task that a column speaks of, or that it is a layer's; numbered where there are several. */
    private static String label(List<Integer> columns, int column, List<String> tasks) {
        int task = columns.get(column);
        String name = task < 0 ? "layer" : tasks.get(task);
        long before = columns.subList(0, column).stream()
                .filter(other -> other == task)
                .count();
        boolean isOnly = columns.stream().filter(other -> other == task).count() == 1;
        return isOnly ? name : name + ' ' + before;
    }

    /** The signals where the network begins, one for each set of embeddings. */
    List<Rows> inputs() {
        return plan.only(Part.Input.class).stream()
                .map(input -> rows(input.to()))
                .toList();
    }

    private List<boolean[]> inputUsers() {
        return plan.only(Part.Input.class).stream().map(this::users).toList();
    }

    /** Which sets of embeddings have to do with a present task. */
    boolean[] inputsPresent(boolean[] present) {
        List<Part.Input> inputs = plan.only(Part.Input.class);
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
     * Fills the slopes of the inputs and moves the blocks; to be called after {@link #forward} of the same examples.
     *
     * @param slopes {@code [n, outputs]}
     */
    void learn(float[] slopes, int n, ScorePositions outputs, boolean[] present) {
        backward(slopes, n, outputs, present);
        apart.forEach(Orthogonality::addGradient);
        step(present);
        restored();
    }

    /**
     * The same, with each present task's gradient weighted by what {@code weigh} makes of the Gram matrix; see
     * {@link TaskGradients}.
     */
    TaskWeights learn(
            float[] slopes, int n, ScorePositions outputs, boolean[] present, Function<double[][], TaskWeights> weigh) {
        if (gradients == null) {
            throw new IllegalStateException("the balance is one that does not read gradients");
        }
        int rows = rows(n);
        for (int task = 0; task < present.length; task++) {
            if (present[task]) {
                boolean[] alone = new boolean[present.length];
                alone[task] = true;
                backward(slopes, n, outputs, alone);
                gradients.keep(task, rows);
            }
        }
        TaskWeights weights = weigh.apply(gradients.gram(present));
        gradients.combine(weights, present, rows);
        apart.forEach(Orthogonality::addGradient);
        step(present);
        restored();
        return weights;
    }

    /** Leaves in inputs and blocks what the slopes of the present tasks ask of them. */
    private void backward(float[] slopes, int n, ScorePositions outputs, boolean[] present) {
        int rung = rung(n);
        signals.forEach(signal -> signal.clearSlopes(ladder[rung]));
        common.forEach(block -> Arrays.fill(parameters.gradient(), block.at(), block.end(), 0));
        for (Plan.Score score : plan.scores()) {
            if (present[score.task()]) {
                Rows from = rows(score.from());
                int first = outputs.first()[score.task()];
                for (int row = 0; row < n; row++) {
                    System.arraycopy(
                            slopes, row * outputs.count() + first, from.slopes(), row * from.stride(), from.width());
                }
            }
        }
        for (int i = cells.size() - 1; i >= 0; i--) {
            cells.get(i).backward(rung, ladder[rung], present);
        }
    }

    /** Moves the blocks that a present task moves; neighbours in one pass. */
    private void step(boolean[] present) {
        int from = 0;
        int to = 0;
        Optimiser optimiser = parameters.optimiser();
        for (PlacedBlock block : blocks) {
            boolean moves = block.moves(present);
            if (!moves || !block.optimiser().equals(optimiser)) {
                parameters.step(from, to, optimiser);
                from = moves ? block.at() : block.end();
                optimiser = block.optimiser();
            }
            to = block.end();
        }
        parameters.step(from, to, optimiser);
    }

    void inherit(Graph old, Inheritance origins) {
        for (PlacedBlock placed : blocks) {
            Block block = placed.block();
            int origin = origins.owner(block.owner());
            old.blocks.stream()
                    .filter(before -> placed.continues(before, origin))
                    .filter(before -> readsFeatures(block)
                            || block.rows() == before.block().rows())
                    .forEach(before -> {
                        int[] rows = readsFeatures(block) ? origins.inputs() : Inheritance.unmoved(block.rows());
                        int[] columns = origins.columns(before.block().columns(), block.columns());
                        placed.inherit(parameters, before, old.parameters, rows, columns);
                    });
        }
        restored();
    }

    /** Whether the rows of a block are for the features themselves. */
    boolean readsFeatures(Block block) {
        List<Plan.Signal> inputs =
                plan.only(Part.Input.class).stream().map(Part.Input::to).toList();
        return plan.only(Part.Layer.class).stream()
                .filter(layer -> inputs.contains(layer.from()))
                .anyMatch(layer -> layer.blocks().contains(block) && block.rows() > 1);
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

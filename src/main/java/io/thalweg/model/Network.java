package io.thalweg.model;

import io.thalweg.balance.TaskWeights;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.sharing.Plan;
import io.thalweg.task.Task;
import io.thalweg.tensor.Platform;
import io.thalweg.tensor.Region;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From examples to raw scores, and from the slopes of the losses back to moved parameters.
 *
 * <p>{@code score = linear(buckets, numbers) + layers(embeddings, numbers)}; either part may be missing. One owner
 * thread; {@link #learn} belongs to the {@link #score} before it.
 */
public final class Network {
    private final FeatureMap map;
    private final ScorePositions outputs;
    private final Wiring wiring;
    private final int numberCount; // of an example
    private final Embeddings embeddings;
    private final LinearPart linear;
    private final @Nullable Graph graph; // null for a linear model
    private final List<Branch> branches;
    private final String platform;

    // of the last score()
    private List<Example> examples = List.of();
    private float[] numbers = new float[0];

    /** {@code largestBatch} bounds the examples of one {@link #score}. */
    public Network(FeatureMap map, ModelSettings settings, int largestBatch) {
        this(map, settings, Ladder.upTo(largestBatch));
    }

    Network(FeatureMap map, ModelSettings settings, Ladder ladder) {
        this.map = map;
        outputs = ScorePositions.of(map.tasks());
        wiring = Wiring.of(map, settings.isLinear());
        numberCount = wiring.numbers();
        linear = new LinearPart(numberCount, outputs.count(), settings);
        if (settings.isLinear()) {
            graph = null;
            branches = List.of();
            embeddings = new Embeddings(map, wiring, List.of(), outputs.count(), settings);
            platform = Platform.plainJava();
        } else {
            Plan plan = settings.plan(wiring.plain(), wiring.encoded(), map.tasks());
            graph = new Graph(plan, wiring.inputNames(map), settings, ladder);
            branches = graph.branches();
            embeddings = new Embeddings(map, wiring, plan.owners(), outputs.count(), settings);
            platform = ladder.isPlain() ? Platform.plainJava() : Platform.nativeMatrices();
        }
    }

    /** That reads the parameters of {@code original}, which stands still. */
    private Network(Network original) {
        map = original.map;
        outputs = original.outputs;
        wiring = original.wiring;
        numberCount = original.numberCount;
        linear = original.linear;
        graph = original.graph == null ? null : original.graph.reader();
        branches = graph == null ? List.of() : graph.branches();
        embeddings = original.embeddings.reader();
        platform = Platform.plainJava();
    }

    /** One that only scores, one example at a time and in whatever thread, with the parameters of this one. */
    public Network reader() {
        return new Network(this);
    }

    public ScorePositions outputs() {
        return outputs;
    }

    /** All that its scores are made of; it must not learn any more. */
    public FrozenNetwork frozen() {
        FrozenLayers layers = graph == null ? null : graph.frozen();
        return new FrozenNetwork(wiring, outputs, embeddings.frozen(map.buckets()), linear.frozen(), layers);
    }

    /** What the numbers depend on besides configuration and log. */
    public String platform() {
        return platform;
    }

    /**
     * Raw scores, {@code [examples, outputs]}.
     *
     * @param numbers numeric inputs, {@code [examples, numerics]}, finite
     */
    public float[] score(List<Example> examples, float[] numbers) {
        float[] scores = new float[examples.size() * outputs.count()];
        score(examples, numbers, scores);
        return scores;
    }

    /** The same, to {@code scores}. */
    public void score(List<Example> examples, float[] numbers, float[] scores) {
        this.examples = examples;
        this.numbers = numbers;
        int n = examples.size();
        Arrays.fill(scores, 0);
        for (int i = 0; i < branches.size(); i++) {
            fill(branches.get(i), graph == null ? n : graph.rows(n));
        }
        embeddings.forward(examples, branches, scores);
        linear.forward(numbers, numberCount, n, scores);
        if (graph != null) {
            graph.forward(n, scores, outputs);
        }
    }

    private void fill(Branch branch, int rows) {
        branch.input().clear(rows);
        for (int i = 0; i < wiring.stretches().size(); i++) {
            Wiring.Stretch stretch = wiring.stretches().get(i);
            boolean isPlain = stretch.encoded() < 0;
            Rows to = isPlain ? branch.input() : branch.items().get(stretch.encoded());
            for (int row = 0; row < examples.size(); row++) {
                int at = row * to.stride() + (isPlain ? stretch.column() : 0);
                System.arraycopy(numbers, row * numberCount + stretch.first(), to.values(), at, stretch.count());
            }
        }
    }

    /** What is scored and learned next stands at this offset of the train log; rows too old for it begin anew. */
    void at(long offset) {
        embeddings.lives().forEach(life -> life.at(offset));
    }

    /** Goes on in another log, where each offset is so much higher. */
    void moveOffsets(long by) {
        embeddings.lives().forEach(life -> life.move(by));
    }

    /** Moves the parameters against the slopes of what {@link #score} answered last, if {@link #descend} allows it. */
    public boolean learn(float[] slopes, boolean[] present) {
        boolean isBounded = descend(slopes, present);
        if (isBounded) {
            step(present);
        }
        return isBounded;
    }

    /**
     * Finds the gradient for the slopes of what {@link #score} answered last, and moves nothing.
     *
     * @param slopes {@code [examples, outputs]}, 0 where no present task's loss depends on the score
     * @param present which tasks have a label at all
     * @return whether it is finite and within bounds, so that {@link #step} may follow
     */
    public boolean descend(float[] slopes, boolean[] present) {
        if (graph != null) {
            graph.descend(slopes, examples.size(), outputs, present);
        }
        return descendRest(slopes, present);
    }

    /**
     * The same, with each present task's gradient weighted: costs a way back for each of them.
     *
     * @param slopes of each task's own loss in its own scores; are overwritten
     * @param weigh from the Gram matrix {@code [tasks][tasks]} of the present tasks' gradients of all shared layers
     * @param spread to all scores that a loss depends on, linear; may overwrite what it is given
     */
    public boolean descend(
            float[] slopes, boolean[] present, Function<double[][], TaskWeights> weigh, UnaryOperator<float[]> spread) {
        if (graph == null) {
            throw new IllegalStateException("a linear model has no gradients that tasks share");
        }
        IntFunction<float[]> ofTask = task -> spread.apply(only(task, slopes));
        TaskWeights weights = graph.descend(ofTask, examples.size(), outputs, present, weigh);
        scale(slopes, weights.own());
        return descendRest(spread.apply(slopes), present);
    }

    /** The slopes of one task, and 0 for the others. */
    private float[] only(int task, float[] slopes) {
        float[] own = new float[slopes.length];
        int first = outputs.first()[task];
        for (int at = first; at < slopes.length; at += outputs.count()) {
            System.arraycopy(slopes, at, own, at, outputs.end(task) - first);
        }
        return own;
    }

    /** Multiplies the slopes {@code [examples, outputs]} of each task by its weight. */
    public void scale(float[] slopes, double[] weights) {
        for (int task = 0; task < weights.length; task++) {
            float weight = (float) weights[task];
            for (int at = 0; at < slopes.length && weight != 1; at += outputs.count()) {
                for (int i = at + outputs.first()[task]; i < at + outputs.end(task); i++) {
                    slopes[i] *= weight;
                }
            }
        }
    }

    /**
     * Fills the gradients of embeddings and linear parts, when the slopes of the inputs are known; whether all
     * gradients are within bounds.
     */
    private boolean descendRest(float[] slopes, boolean[] present) {
        embeddings.descend(branches, slopes, inputPresent(present));
        linear.descend(numbers, numberCount, examples.size(), slopes);
        double ofLayers = graph == null ? 0 : graph.blocks().squares(present);
        return GradientBound.allows(ofLayers + embeddings.squares() + linear.squares());
    }

    /**
     * Moves the parameters along the gradient that {@link #descend} has found.
     *
     * @param present as it was there; the other tasks keep parameters and optimiser state bit for bit
     */
    public void step(boolean[] present) {
        step(present, Pace.USUAL);
    }

    /** The same, each task's own at a pace of its own. */
    public void step(boolean[] present, Pace pace) {
        boolean[] outputPresent = new boolean[outputs.count()];
        int[] taskOf = new int[outputs.count()];
        for (int task = 0; task < present.length; task++) {
            Arrays.fill(outputPresent, outputs.first()[task], outputs.end(task), present[task]);
            Arrays.fill(taskOf, outputs.first()[task], outputs.end(task), task);
        }
        if (graph != null) {
            graph.step(examples.size(), present, pace);
        }
        embeddings.step(inputPresent(present), outputPresent, taskOf, pace);
        linear.step(outputPresent, taskOf, pace);
    }

    /**
     * Lets what tasks that are added later begin from learn from what {@link #score} answered last, behind
     * {@link #step}; does nothing where that is not learned so. See {@link io.thalweg.sharing.Newcomers.Maml}.
     *
     * @param slopes from raw scores {@code [examples, outputs]} of newcomers to their slopes
     */
    public void rehearse(boolean[] present, UnaryOperator<float[]> slopes) {
        if (graph != null) {
            graph.rehearse(examples.size(), outputs, present, slopes);
        }
    }

    private boolean[] inputPresent(boolean[] present) {
        return graph == null ? new boolean[branches.size()] : graph.inputsPresent(present);
    }

    /** All learned numbers and their optimiser state, in canonical order. */
    public List<Region> regions() {
        List<Region> regions = new ArrayList<>(linear.regions());
        if (graph != null) {
            regions.addAll(graph.blocks().parameters().regions());
        }
        regions.addAll(embeddings.regions());
        return regions;
    }

    /** How large all {@link #regions()} are, by what they are for. */
    List<Held> held() {
        List<Held> held = new ArrayList<>(List.of(Held.of(linear.parameters())));
        if (graph != null) {
            held.add(Held.of(graph.blocks().parameters()));
        }
        held.addAll(embeddings.held());
        return held;
    }

    /** All parameters, by what they are for. */
    public List<Section> sections() {
        Sections sections = new Sections(map, outputs);
        linear.addSections(sections);
        if (graph != null) {
            sections.addLayers(graph.blocks());
        }
        embeddings.addSections(sections);
        return sections.list();
    }

    /**
     * How much each task has learned to take from whom: by name of the gate or row of weights, and by task or
     * {@code shared}, where that is the same for all examples; of gates over experts what {@link GateUse} says. Empty
     * where nothing of the kind is learned.
     */
    public Map<String, Map<String, Double>> shares() {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        if (graph != null) {
            shares.putAll(graph.shares(map.tasks().stream().map(Task::name).toList()));
        }
        for (int task = 0; task < map.tasks().size(); task++) {
            gates(task).forEach((gate, seen) -> {
                Map<String, Double> row = new LinkedHashMap<>(seen.use());
                row.put("entropy", seen.entropy());
                shares.put(gate, row);
            });
        }
        return shares;
    }

    /** What the gates over experts that serve a task did in the last steps, by name. */
    public Map<String, GateUse> gates(int task) {
        Map<String, GateUse> uses = new LinkedHashMap<>();
        watches().stream().filter(gate -> gate.hasSeen(task)).forEach(gate -> uses.put(gate.name(), gate.seen()));
        return uses;
    }

    private List<GateWatch> watches() {
        return graph == null ? List.of() : graph.gates();
    }

    /** Writes what is remembered beside the {@link #regions()}. */
    void write(DataOutput out) throws IOException {
        for (GateWatch gate : watches()) {
            gate.write(out);
        }
    }

    /** Takes back what {@link #write} wrote. */
    void read(DataInput in) throws IOException {
        for (GateWatch gate : watches()) {
            gate.read(in);
        }
    }

    /**
     * Takes over, bit for bit, what is left of an older network: parameters and optimiser state of the parts that both
     * have, wherever they stood. The others stay as they are, which is as they begin when nothing was learned yet.
     *
     * @param old of the same buckets, sharing, layers and kind of optimisers; is only read
     * @param origins from the old network's feature map to this one's
     */
    public void inherit(Network old, Origins origins) {
        Inheritance from = Inheritance.of(
                new Inheritance.Arrangement(old.outputs, old.wiring),
                new Inheritance.Arrangement(outputs, wiring),
                origins);
        linear.inherit(old.linear, from);
        embeddings.inherit(old.embeddings, from);
        if (graph != null && old.graph != null) {
            graph.inherit(old.graph, from);
        }
    }

    /** Makes what is one task's own what is another one's, of the same loss: numbers and optimiser state alike. */
    public void begin(int task, int like) {
        var both = new Inheritance.Arrangement(outputs, wiring);
        Inheritance from = Inheritance.ofLike(task, like, both);
        linear.inherit(linear, from);
        embeddings.inherit(embeddings, from);
        if (graph != null) {
            graph.begin(from);
        }
    }

    /** Makes what is one task's own what it began as: numbers and optimiser state. Nobody else's changes. */
    public void reset(int task) {
        linear.reset(outputs.first()[task], outputs.end(task));
        embeddings.reset(task, outputs.first()[task], outputs.end(task));
        if (graph != null) {
            graph.reset(task);
        }
    }

    /** To be called when {@link #regions()} were overwritten from outside. */
    public void restored() {
        if (graph != null) {
            graph.restored();
        }
    }

    /** Adds all parameters, optimiser state left out, in canonical order. */
    void digest(ParametersDigest digest) {
        digest.add(linear.parameters().values());
        if (graph != null) {
            digest.add(graph.blocks().parameters().values());
        }
        embeddings.tables().forEach(table -> table.visitParameters((rows, at) -> digest.add(rows, at, table.width())));
    }
}

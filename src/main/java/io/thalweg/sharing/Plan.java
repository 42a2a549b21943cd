package io.thalweg.sharing;

import io.thalweg.encoder.Encoded;
import io.thalweg.task.After;
import io.thalweg.task.Factors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a network is laid out: signals, and the parts between them, in the order in which they are computed. A
 * {@link Sharing} draws it; the model lays weights and buffers out for it and knows nothing else of sharing.
 *
 * <p>Parts that read the same signal are computed as one wide product, so a plan may be drawn one block at a time.
 */
public final class Plan {
    /** Of a part that no task has for its own. */
    public static final int SHARED = -1;

    private final Extent extent;
    private final List<Signal> signals = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Score> scores = new ArrayList<>();
    private final List<Tie> ties = new ArrayList<>();
    private final List<Signal> inputs = new ArrayList<>();
    private final Heads heads;
    private final Newcomers newcomers;

    /**
     * What a network has to be laid out for.
     *
     * @param inputs how wide what it reads as it is, is: embeddings, then numbers
     * @param encoded the sequences and images that it reads through an encoder
     * @param tasks their names
     * @param outputs raw scores of each task
     * @param shared widths of the layers that tasks may share, from the input on
     * @param task widths of each task's own layers behind them
     * @param after for each task which ones it comes after
     */
    public record Extent(
            int inputs,
            List<Encoded> encoded,
            List<String> tasks,
            List<Integer> outputs,
            List<Integer> shared,
            List<Integer> task,
            List<List<After>> after) {
        /** With nothing that is encoded, of tasks that come after no other. */
        public Extent(int inputs, List<String> tasks, List<Integer> outputs, List<Integer> shared, List<Integer> task) {
            this(inputs, List.of(), tasks, outputs, shared, task, Collections.nCopies(tasks.size(), List.of()));
        }
    }

    /** Rows of {@code width} numbers, one row for each example, that one part hands to the next. */
    public record Signal(int index, int width) {}

    /** Says that a signal is added to the scores of a task. */
    public record Score(int task, Signal from) {}

    /** One of those that a mixture weighs, and the task whose own it is or {@link #SHARED}. */
    public record Expert(int owner, Signal from) {}

    private Plan(Extent extent, Newcomers newcomers) {
        this.extent = extent;
        this.newcomers = newcomers;
        heads = new Heads(this, extent);
    }

    /** The plan that a sharing draws, of tasks that begin with random draws. */
    public static Plan of(Sharing sharing, Extent extent) {
        return of(sharing, extent, new Newcomers.Fresh());
    }

    /** The plan that a sharing draws, and what tasks that are added later begin from. */
    public static Plan of(Sharing sharing, Extent extent, Newcomers newcomers) {
        Plan plan = new Plan(extent, newcomers);
        sharing.draw(plan);
        plan.heads.requireAll();
        if (newcomers instanceof Newcomers.Reptile reptile) {
            plan.beginnings().forEach((start, layers) -> plan.tie(reptile.tie(start, layers)));
        } else if (newcomers instanceof Newcomers.Maml maml) {
            plan.beginnings().forEach((start, layers) -> plan.tie(maml.tie(start, layers)));
        }
        return plan;
    }

    /** One beginning for the tasks' own layers of the same role, depth and width, and those layers. */
    private Map<Block, List<Block>> beginnings() {
        Map<Block, List<Block>> own = new LinkedHashMap<>(); // by the start
        for (Part.Dense dense : only(Part.Dense.class)) {
            Block layer = dense.weights();
            if (layer.owner() >= 0
                    && extent.after().get(layer.owner()).isEmpty()
                    && layer.columns().stream().allMatch(task -> task == SHARED)) {
                own.computeIfAbsent(layer.alike().beginning(), start -> new ArrayList<>())
                        .add(layer);
            }
        }
        return own;
    }

    public int tasks() {
        return extent.tasks().size();
    }

    /** Of the tasks, in order. */
    public List<String> names() {
        return extent.tasks();
    }

    /** Widths of the layers that tasks may share. */
    public List<Integer> shared() {
        return extent.shared();
    }

    /** Widths of each task's own layers. */
    public List<Integer> task() {
        return extent.task();
    }

    /** How many scores each task has. */
    public List<Integer> outputs() {
        return extent.outputs();
    }

    /** Another set of embeddings, and the numbers; then what encoders of this owner make of the rest. */
    public Signal input(int owner) {
        Signal plain = signal(extent.inputs());
        parts.add(new Part.Input(owner, plain));
        List<Signal> all = new ArrayList<>(List.of(plain));
        extent.encoded().forEach(one -> all.add(encoded(owner, one, plain)));
        Signal to = all.size() == 1 ? plain : join(all);
        inputs.add(to);
        return to;
    }

    private Signal encoded(int owner, Encoded one, Signal plain) {
        Signal items = signal(one.length() * one.dimension());
        parts.add(new Part.Items(owner, items));
        List<Block> weights = new ArrayList<>();
        one.encoder()
                .layers(one.dimension())
                .forEach(layer -> weights.add(Block.layer(
                        "encoder " + one.feature(), owner, weights.size(), layer.inputs(), units(layer.outputs()))));
        Signal to = signal(one.width());
        parts.add(new Part.Encoding(one, weights, items, plain, to));
        return to;
    }

    /** All that {@link #input} has answered: what the features' columns are, in the order of {@link #owners()}. */
    public List<Signal> inputs() {
        return List.copyOf(inputs);
    }

    /** Rectified layers, one behind the other. */
    public Signal tower(String role, int owner, Signal from, List<Integer> widths) {
        Signal top = from;
        for (int depth = 0; depth < widths.size(); depth++) {
            top = rectified(role, owner, depth, top, widths.get(depth));
        }
        return top;
    }

    /** One rectified layer. */
    public Signal rectified(String role, int owner, int depth, Signal from, int width) {
        return dense(layer(role, owner, depth, from, width), from, true);
    }

    /** The weights that a layer of this width has behind a signal. */
    Block layer(String role, int owner, int depth, Signal from, int width) {
        return Block.layer(role, owner, depth, from.width(), units(width));
    }

    /** Signals side by side. */
    public Signal join(List<Signal> from) {
        Signal to = signal(from.stream().mapToInt(Signal::width).sum());
        parts.add(new Part.Join(List.copyOf(from), to));
        return to;
    }

    /** Lets the weights of the layers that make these signals of the same one pay for being alike. */
    public void apart(Signal one, Signal other, double penalty) {
        tie(new Tie.Apart(weightsOf(one), weightsOf(other), penalty));
    }

    private Block weightsOf(Signal made) {
        return only(Part.Dense.class).stream()
                .filter(dense -> dense.to().equals(made))
                .map(Part.Dense::weights)
                .findFirst()
                .orElseThrow();
    }

    /** A rectified layer of the gate's owner and depth whose weights are a mean of shared and own ones. */
    public Signal chosen(String role, Block gate, double penalty, Signal from, int width) {
        Signal to = signal(width);
        Block shared = Block.layer(role, SHARED, gate.depth(), from.width(), units(width));
        Block own = Block.layer(role, gate.owner(), gate.depth(), from.width(), units(width));
        parts.add(new Part.Chosen(shared, own, gate, penalty, from, to));
        return to;
    }

    /** A weighted sum of signals of one width. */
    public Signal stitch(Block shares, List<Signal> from) {
        Signal to = signal(from.get(0).width());
        parts.add(new Part.Stitch(shares, List.copyOf(from), to));
        return to;
    }

    /** Experts, all of one width, weighted by a gate of its own that reads {@code from}. */
    public Signal mixture(int owner, int depth, Signal from, List<Expert> experts) {
        List<Integer> owners = experts.stream().map(Expert::owner).toList();
        Signal gate = dense(Block.layer("gate", owner, depth, from.width(), owners), from, false);
        List<Signal> made = experts.stream().map(Expert::from).toList();
        Signal to = signal(made.get(0).width());
        parts.add(new Part.Mixture(gate, made, to));
        return to;
    }

    /** A layer whose weights are {@code factor shared + own}. */
    Signal sum(Block shared, double factor, Block own, Signal from) {
        Signal to = signal(own.columns().size());
        parts.add(new Part.Sum(shared, factor, own, from, to));
        return to;
    }

    /** A layer whose weights move with those of all others like it. */
    Signal related(Block own, List<Block> all, double coupling, Signal from) {
        Signal to = signal(own.columns().size());
        parts.add(new Part.Related(own, all, coupling, from, to));
        return to;
    }

    /** So many random Fourier features. */
    Signal fourier(Signal from, int width, double bandwidth) {
        Signal to = signal(width);
        parts.add(new Part.Fourier(bandwidth, from, to));
        return to;
    }

    /** Scores that a sharing makes of a signal itself, in the place of a head. */
    void scored(int task, Signal top, Signal score) {
        scores.add(new Score(task, score));
        heads.drawn(task, top, score);
    }

    /** Whether a task's head is to read other heads, too. */
    boolean readsHeads(int task) {
        return extent.after().get(task).stream().anyMatch(after -> !(after instanceof After.Product));
    }

    /** A task's own layers, and its scores; drawn when those of all tasks are that it comes after. */
    public void head(int task, Signal from) {
        heads.add(task, from);
    }

    /** A task's scores, which are what {@code from} makes of it by a layer of this depth. */
    Signal score(int task, int depth, Signal from) {
        Signal to = linear("head", task, depth, from, extent.outputs().get(task));
        scores.add(new Score(task, to));
        return to;
    }

    /** One layer that is not rectified. */
    Signal linear(String role, int owner, int depth, Signal from, int width) {
        return dense(Block.layer(role, owner, depth, from.width(), units(width)), from, false);
    }

    /** The same numbers, whose readers teach nothing to whoever made them. */
    Signal stop(Signal from) {
        Signal to = signal(from.width());
        parts.add(new Part.Stop(from, to));
        return to;
    }

    /** Values weighed by how well queries meet keys; see {@link Part.Transfer}. */
    Signal attend(List<Signal> queries, List<Signal> keys, List<Signal> values) {
        Signal to = signal(values.get(0).width());
        parts.add(new Part.Transfer(List.copyOf(queries), List.copyOf(keys), List.copyOf(values), to));
        return to;
    }

    private static List<Integer> units(int width) {
        return Collections.nCopies(width, SHARED);
    }

    /** A layer of these weights. */
    Signal dense(Block weights, Signal from, boolean isRectified) {
        Signal to = signal(weights.columns().size());
        boolean isDrawn = weights.owner() >= 0 && weights.start() instanceof Start.Drawn;
        boolean isAlike = isDrawn && newcomers instanceof Newcomers.Reptile;
        parts.add(new Part.Dense(isAlike ? weights.alike() : weights, from, to, isRectified));
        return to;
    }

    /** Holds blocks together besides the loss. */
    public void tie(Tie tie) {
        ties.add(tie);
    }

    public List<Tie> ties() {
        return List.copyOf(ties);
    }

    public List<Signal> signals() {
        return List.copyOf(signals);
    }

    /** In the order in which they are computed. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /** For each set of embeddings the task whose own it is, or {@link #SHARED}. */
    public List<Integer> owners() {
        return only(Part.Input.class).stream().map(Part.Input::owner).toList();
    }

    /** All that is learned, in the order of the parts that first need it, and what ties keep. */
    public List<Block> blocks() {
        Stream<Block> ofParts = parts.stream().flatMap(part -> part.blocks().stream());
        Stream<Block> ofTies = ties.stream().flatMap(tie -> tie.adds().stream());
        return Stream.concat(ofParts, ofTies).distinct().toList();
    }

    /** What the scores are made of. */
    public List<Score> scores() {
        return List.copyOf(scores);
    }

    /** The parts of one kind, in order. */
    public <P extends Part> List<P> only(Class<P> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Which tasks' scores teach each signal, {@code [signals][tasks]}. */
    public boolean[][] users() {
        boolean[][] users = new boolean[signals.size()][tasks()];
        List<List<Integer>> factors = Factors.of(extent.tasks(), extent.after());
        for (Score score : scores) {
            for (int task = 0; task < tasks(); task++) {
                users[score.from().index()][task] = factors.get(task).contains(score.task());
            }
        }
        for (int i = parts.size() - 1; i >= 0; i--) {
            boolean[] of = users[parts.get(i).to().index()];
            for (Signal read : parts.get(i).teaches()) {
                for (int task = 0; task < of.length; task++) {
                    users[read.index()][task] |= of[task];
                }
            }
        }
        return users;
    }

    private Signal signal(int width) {
        Signal signal = new Signal(signals.size(), width);
        signals.add(signal);
        return signal;
    }
}

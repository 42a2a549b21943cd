package io.thalweg.model;

import io.thalweg.balance.TaskWeights;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The layers of a plan and what stands between them, bound to a short ladder of batch sizes. */
final class Graph {
    private final Plan plan;
    private final boolean[][] users; // of each signal
    private final Blocks blocks;
    private final Ladder ladder;
    private final List<Rows> signals;
    private final Cell[] cells;
    private final Plan.Score[] scores;
    private final List<String> inputs;
    private final long seed;
    private final List<Bond> bonds;
    private final List<Adaptation> adaptations; // among the bonds
    private final List<GateWatch> gates;
    private final @Nullable TaskGradients gradients; // null where nobody asks for each task's own

    /** @param inputs names of what the plan's inputs are, by which whatever is drawn for them is found again */
    Graph(Plan plan, List<String> inputs, ModelSettings settings, Ladder ladder) {
        this.plan = plan;
        users = plan.users();
        blocks = new Blocks(plan, settings);
        bonds = plan.ties().stream().map(tie -> Binding.bond(tie, blocks)).toList();
        adaptations = bonds.stream()
                .filter(Adaptation.class::isInstance)
                .map(Adaptation.class::cast)
                .toList();
        this.ladder = ladder;
        this.inputs = inputs;
        seed = settings.seed();
        scores = plan.scores().toArray(Plan.Score[]::new);
        signals = signals();
        cells = cells();
        gates = GateWatch.of(plan, users, signals);
        restored();
        gradients = settings.balance().readsGradients()
                ? new TaskGradients(blocks.placed(), blocks.parameters(), sources(), sourceUsers(), plan.tasks())
                : null;
    }

    /** That reads the blocks of {@code original}, which stands still. */
    private Graph(Graph original) {
        plan = original.plan;
        users = original.users;
        blocks = original.blocks;
        inputs = original.inputs;
        seed = original.seed;
        scores = original.scores;
        bonds = List.of();
        adaptations = List.of();
        ladder = Ladder.single();
        signals = signals();
        cells = cells();
        gates = List.of();
        gradients = null;
        publish();
    }

    private List<Rows> signals() {
        return plan.signals().stream()
                .map(signal -> new Rows(signal.width(), ladder.top()))
                .toList();
    }

    private Cell[] cells() {
        return new Binding(plan, users, blocks, signals, ladder)
                .cells(seed, inputs)
                .toArray(Cell[]::new);
    }

    /** One that goes the way there by itself, one example at a time, with the blocks of this one. */
    Graph reader() {
        return new Graph(this);
    }

    Blocks blocks() {
        return blocks;
    }

    /** What it computes, and with which numbers. */
    FrozenLayers frozen() {
        return new FrozenLayers(plan, blocks, new Binding(plan, users, blocks, signals, ladder), seed, inputs);
    }

    /** By block and by whom it chooses: what the tasks have learned to share, the same for all examples. */
    Map<String, Map<String, Double>> shares(List<String> tasks) {
        return Shares.of(plan, blocks, tasks);
    }

    /** Where the network begins, once for each set of embeddings. */
    List<Branch> branches() {
        List<Part.Input> inputs = plan.only(Part.Input.class);
        List<Part.Items> items = plan.only(Part.Items.class);
        int each = inputs.isEmpty() ? 0 : items.size() / inputs.size();
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            branches.add(new Branch(
                    rows(inputs.get(i)),
                    items.subList(i * each, (i + 1) * each).stream()
                            .map(this::rows)
                            .toList()));
        }
        return branches;
    }

    private Rows rows(Part.Source source) {
        return signals.get(source.to().index());
    }

    private List<Rows> sources() {
        return plan.only(Part.Source.class).stream().map(this::rows).toList();
    }

    private List<boolean[]> sourceUsers() {
        return plan.only(Part.Source.class).stream()
                .map(source -> users[source.to().index()])
                .toList();
    }

    /** Which sets of embeddings a step moves: a task's own with that task, the others with any that they serve. */
    boolean[] inputsPresent(boolean[] present) {
        List<Plan.Signal> inputs = plan.inputs();
        boolean[] used = new boolean[inputs.size()];
        for (int i = 0; i < used.length; i++) {
            int owner = plan.owners().get(i);
            used[i] = owner < 0 ? Users.any(users[inputs.get(i).index()], present) : present[owner];
        }
        return used;
    }

    /** Rows of the buffers that {@code n} examples go through. */
    int rows(int n) {
        return ladder.rows(n);
    }

    /** Adds to {@code sums [n, outputs]} what the layers make of the inputs. */
    void forward(int n, float[] sums, ScorePositions outputs) {
        int rung = ladder.rung(n);
        int rows = ladder.rows(n);
        for (Cell cell : cells) {
            cell.forward(rung, rows);
        }
        for (Plan.Score score : scores) {
            Rows from = signals.get(score.from().index());
            int first = outputs.first()[score.task()];
            for (int row = 0; row < n; row++) {
                for (int i = 0; i < from.width(); i++) {
                    sums[row * outputs.count() + first + i] += from.values()[row * from.stride() + i];
                }
            }
        }
    }

    /**
     * Fills the slopes of the inputs and the gradient of the blocks; to be called after {@link #forward} of the same
     * examples, and as often as one likes.
     *
     * @param slopes {@code [n, outputs]}
     */
    void descend(float[] slopes, int n, ScorePositions outputs, boolean[] present) {
        backward(slopes, n, outputs, present);
        bonds.forEach(bond -> bond.pull(present));
    }

    /**
     * The same, with each present task's gradient weighted by what {@code weigh} makes of the Gram matrix; see
     * {@link TaskGradients}.
     *
     * @param slopes of each task's loss in all scores, {@code [n, outputs]}
     */
    TaskWeights descend(
            IntFunction<float[]> slopes,
            int n,
            ScorePositions outputs,
            boolean[] present,
            Function<double[][], TaskWeights> weigh) {
        if (gradients == null) {
            throw new IllegalStateException("the balance is one that does not read gradients");
        }
        int rows = rows(n);
        for (int task = 0; task < present.length; task++) {
            if (present[task]) {
                boolean[] alone = new boolean[present.length];
                alone[task] = true;
                backward(slopes.apply(task), n, outputs, alone);
                gradients.keep(task, rows);
            }
        }
        TaskWeights weights = weigh.apply(gradients.gram(present));
        gradients.combine(weights, present, rows);
        bonds.forEach(bond -> bond.pull(present));
        return weights;
    }

    /**
     * Lets the starts of tasks that come later learn from the examples of the last {@link #forward}, whatever has moved
     * since; nothing else moves. Where the slopes are beyond all bounds they learn nothing.
     *
     * @param slopes from scores {@code [n, outputs]} of the layers alone, of tasks that began there, to theirs
     */
    void rehearse(int n, ScorePositions outputs, boolean[] present, UnaryOperator<float[]> slopes) {
        if (adaptations.isEmpty()) {
            return;
        }
        adaptations.forEach(one -> one.begin(present));
        adaptations.forEach(one -> one.exchange(present));
        publish();
        float[] scores = new float[n * outputs.count()];
        forward(n, scores, outputs);
        backward(slopes.apply(scores), n, outputs, present);
        adaptations.forEach(one -> one.exchange(present));
        double squares =
                adaptations.stream().mapToDouble(one -> one.squares(present)).sum();
        if (GradientBound.allows(squares)) {
            adaptations.forEach(one -> one.learn(present));
        } else {
            adaptations.forEach(one -> one.giveUp(present));
        }
        publish();
    }

    /** One for each mixture of experts. */
    List<GateWatch> gates() {
        return gates;
    }

    /** Moves the blocks along the gradient that {@link #descend} left; {@code n} examples are behind it. */
    void step(int n, boolean[] present, Pace pace) {
        gates.forEach(gate -> gate.look(n, present));
        blocks.step(present, pace);
        bonds.forEach(bond -> bond.settle(present));
        publish();
    }

    /** Leaves in inputs and blocks what the slopes of the present tasks ask of them. */
    private void backward(float[] slopes, int n, ScorePositions outputs, boolean[] present) {
        int rung = ladder.rung(n);
        int rows = ladder.rows(n);
        signals.forEach(signal -> signal.clearSlopes(rows));
        blocks.clearCommon();
        for (Plan.Score score : scores) {
            if (Users.any(users[score.from().index()], present)) {
                Rows from = signals.get(score.from().index());
                int first = outputs.first()[score.task()];
                for (int row = 0; row < n; row++) {
                    System.arraycopy(
                            slopes, row * outputs.count() + first, from.slopes(), row * from.stride(), from.width());
                }
            }
        }
        for (int i = cells.length - 1; i >= 0; i--) {
            cells[i].backward(rung, rows, present);
        }
    }

    /** Takes over what is left of an older graph. */
    void inherit(Graph old, Inheritance origins) {
        blocks.inherit(old.blocks, origins);
        gates.forEach(gate -> gate.inherit(old.gates));
        restored();
    }

    /** Copies what is one task's own from another one's. */
    void begin(Inheritance like) {
        blocks.copy(blocks, like);
        restored();
    }

    /** Gives what is a task's own the start that it had. */
    void reset(int task) {
        blocks.reset(task);
        restored();
    }

    /** To be called when the parameters were overwritten from outside. */
    void restored() {
        bonds.forEach(Bond::restored);
        publish();
    }

    private void publish() {
        for (Cell cell : cells) {
            cell.publish();
        }
    }
}

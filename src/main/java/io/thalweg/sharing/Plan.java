package io.thalweg.sharing;

import java.util.ArrayList;
import java.util.List;

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

    /**
     * What a network has to be laid out for.
     *
     * @param inputs how wide what it reads is: embeddings, then numbers
     * @param outputs raw scores of each task
     * @param shared widths of the layers that tasks may share, from the input on
     * @param task widths of each task's own layers behind them
     */
    public record Extent(int inputs, List<Integer> outputs, List<Integer> shared, List<Integer> task) {}

    /** Rows of {@code width} numbers, one row for each example, that one part hands to the next. */
    public record Signal(int index, int width) {}

    /** Says that a signal is added to the scores of a task. */
    public record Score(int task, Signal from) {}

    /** Something that makes one signal of others. */
    public sealed interface Part {
        List<Signal> reads();

        Signal to();
    }

    /**
     * Where a network begins: embeddings of its own, and the numbers.
     *
     * @param owner the task whose embeddings they are, or {@link #SHARED}
     */
    public record Input(int owner, Signal to) implements Part {
        @Override
        public List<Signal> reads() {
            return List.of();
        }
    }

    /**
     * A fully connected layer, {@code to = from W + b}, rectified or not. Role, owner and depth are its name: the same
     * one in another plan of this sharing is the same layer.
     *
     * @param role what it is there for, such as {@code trunk}
     * @param owner the task whose own it is, or {@link #SHARED}
     * @param depth its place among the layers of this role and owner, from 0
     */
    public record Dense(String role, int owner, int depth, Signal from, Signal to, boolean isRectified)
            implements Part {
        @Override
        public List<Signal> reads() {
            return List.of(from);
        }
    }

    /**
     * A weighted mean of experts: {@code to = sum over e of softmax(gate)[e] experts[e]}, row by row.
     *
     * @param gate a column for each expert
     * @param owner the task whose own it is, or {@link #SHARED}
     */
    public record Mixture(String role, int owner, Signal gate, List<Signal> experts, Signal to) implements Part {
        @Override
        public List<Signal> reads() {
            List<Signal> reads = new ArrayList<>(experts);
            reads.add(gate);
            return reads;
        }
    }

    private Plan(Extent extent) {
        this.extent = extent;
    }

    /** The plan that a sharing draws. */
    public static Plan of(Sharing sharing, Extent extent) {
        Plan plan = new Plan(extent);
        sharing.draw(plan);
        return plan;
    }

    public int tasks() {
        return extent.outputs().size();
    }

    /** Widths of the layers that tasks may share. */
    public List<Integer> shared() {
        return extent.shared();
    }

    /** Another set of embeddings, and the numbers. */
    public Signal input(int owner) {
        Signal to = signal(extent.inputs());
        parts.add(new Input(owner, to));
        return to;
    }

    /** Rectified layers, one behind the other. */
    public Signal tower(String role, int owner, Signal from, List<Integer> widths) {
        Signal top = from;
        for (int depth = 0; depth < widths.size(); depth++) {
            top = dense(new Dense(role, owner, depth, top, signal(widths.get(depth)), true));
        }
        return top;
    }

    /** One layer that is not rectified. */
    public Signal linear(String role, int owner, Signal from, int width) {
        return dense(new Dense(role, owner, 0, from, signal(width), false));
    }

    /** Experts, all of one width, weighted by a gate of its own that reads {@code from}. */
    public Signal mixture(String role, int owner, Signal from, List<Signal> experts) {
        Signal gate = linear(role, owner, from, experts.size());
        Signal to = signal(experts.get(0).width());
        parts.add(new Mixture(role, owner, gate, List.copyOf(experts), to));
        return to;
    }

    /** A task's own layers, and its scores. */
    public void head(int task, Signal from) {
        Signal top = tower("head", task, from, extent.task());
        int depth = extent.task().size();
        Signal score = signal(extent.outputs().get(task));
        scores.add(new Score(task, dense(new Dense("head", task, depth, top, score, false))));
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
        return only(Input.class).stream().map(Input::owner).toList();
    }

    /** What the scores are made of. */
    public List<Score> scores() {
        return List.copyOf(scores);
    }

    /** The parts of one kind, in order. */
    public <P extends Part> List<P> only(Class<P> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Which tasks' scores each signal has to do with, {@code [signals][tasks]}. */
    public boolean[][] users() {
        boolean[][] users = new boolean[signals.size()][tasks()];
        scores.forEach(score -> users[score.from().index()][score.task()] = true);
        for (int i = parts.size() - 1; i >= 0; i--) {
            boolean[] of = users[parts.get(i).to().index()];
            for (Signal read : parts.get(i).reads()) {
                for (int task = 0; task < of.length; task++) {
                    users[read.index()][task] |= of[task];
                }
            }
        }
        return users;
    }

    private Signal dense(Dense dense) {
        parts.add(dense);
        return dense.to();
    }

    private Signal signal(int width) {
        Signal signal = new Signal(signals.size(), width);
        signals.add(signal);
        return signal;
    }
}

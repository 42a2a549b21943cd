package io.thalweg.model;

import io.thalweg.sharing.Block;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a gate over experts did in the last steps, of which those count that a task had a label in that the gate serves:
 * plain means over the first {@value #WINDOW} steps, fading ones after. Looks at the first {@value #ROWS} examples of a
 * step, and touches nothing that is learned.
 */
final class GateWatch {
    private static final int ROWS = 16;
    private static final double WINDOW = 100;

    private final String name;
    private final List<String> experts;
    private final boolean[] users;
    private final Rows gate;
    private final double[] use; // of each expert
    private double entropy;
    private double steps;

    private GateWatch(String name, List<String> experts, boolean[] users, Rows gate) {
        this.name = name;
        this.experts = experts;
        this.users = users;
        this.gate = gate;
        use = new double[experts.size()];
    }

    /**
     * One for each mixture of the plan, in order.
     *
     * @param users of each signal
     * @param signals by their index
     */
    static List<GateWatch> of(Plan plan, boolean[][] users, List<Rows> signals) {
        return plan.only(Part.Mixture.class).stream()
                .map(mixture -> new GateWatch(
                        name(
                                plan,
                                mixture.gate(),
                                " " + maker(plan, mixture.gate()).depth()),
                        mixture.experts().stream()
                                .map(expert -> name(plan, expert, ""))
                                .toList(),
                        users[mixture.to().index()],
                        signals.get(mixture.gate().index())))
                .toList();
    }

    private static String name(Plan plan, Plan.Signal made, String end) {
        Block block = maker(plan, made);
        return block.role() + (block.owner() < 0 ? "" : " of " + plan.names().get(block.owner())) + end;
    }

    private static Block maker(Plan plan, Plan.Signal made) {
        return plan.only(Part.Dense.class).stream()
                .filter(dense -> dense.to().equals(made))
                .map(Part.Dense::weights)
                .findFirst()
                .orElseThrow();
    }

    String name() {
        return name;
    }

    /** Looks at a step of {@code n} examples that have just gone through the network. */
    void look(int n, boolean[] present) {
        if (!Users.any(users, present)) {
            return;
        }
        int rows = Math.min(n, ROWS);
        double[] sum = new double[use.length];
        double disorder = 0;
        for (int row = 0; row < rows; row++) {
            disorder += add(row * gate.stride(), sum);
        }
        steps = Math.min(steps + 1, WINDOW);
        entropy += (disorder / rows / StrictMath.log(use.length) - entropy) / steps;
        for (int expert = 0; expert < use.length; expert++) {
            use[expert] += (sum[expert] / rows - use[expert]) / steps;
        }
    }

    /**
     * Adds one example's weights, and answers their entropy: with z the distances to the largest, log sum e^z - E z.
     */
    private double add(int at, double[] sum) {
        float[] values = gate.values();
        double top = values[at];
        for (int i = 1; i < use.length; i++) {
            top = Math.max(top, values[at + i]);
        }
        double[] powers = new double[use.length];
        double all = 0;
        for (int i = 0; i < use.length; i++) {
            powers[i] = StrictMath.exp(values[at + i] - top);
            all += powers[i];
        }
        double mean = 0;
        for (int i = 0; i < use.length; i++) {
            sum[i] += powers[i] / all;
            mean += powers[i] / all * (values[at + i] - top);
        }
        return StrictMath.log(all) - mean;
    }

    /** Whether it serves the task and has seen anything. */
    boolean hasSeen(int task) {
        return users[task] && steps > 0;
    }

    GateUse seen() {
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int i = 0; i < use.length; i++) {
            byName.put(experts.get(i), use[i]);
        }
        return new GateUse(entropy, byName);
    }

    /** Goes on from what an older one of the same name has seen, if that had the same experts. */
    void inherit(List<GateWatch> old) {
        old.stream()
                .filter(one -> one.name.equals(name) && one.experts.equals(experts))
                .forEach(one -> {
                    steps = one.steps;
                    entropy = one.entropy;
                    System.arraycopy(one.use, 0, use, 0, use.length);
                });
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(steps);
        out.writeDouble(entropy);
        for (double one : use) {
            out.writeDouble(one);
        }
    }

    void read(DataInput in) throws IOException {
        steps = in.readDouble();
        entropy = in.readDouble();
        for (int i = 0; i < use.length; i++) {
            use[i] = in.readDouble();
        }
    }
}

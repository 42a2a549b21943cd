package io.thalweg.model;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All that the parts of a plan learn: its blocks, one behind the other in one vector of parameters. */
final class Blocks {
    private final Plan plan;
    private final List<PlacedBlock> placed; // in the order of plan.blocks()
    private final List<PlacedBlock> common; // of no part or several, whose gradient none of them writes anew
    private final Parameters parameters;
    private final Clipping clipping;
    private final BlockPenalties penalties;
    private final long seed;

    Blocks(Plan plan, ModelSettings settings) {
        this.plan = plan;
        seed = settings.seed();
        placed = place(plan, settings.optimiser());
        float[] values =
                new float[placed.isEmpty() ? 0 : placed.get(placed.size() - 1).end()];
        placed.forEach(block -> block.initialise(values, settings.seed()));
        parameters = new Parameters("layers", values, settings.optimiser());
        placed.forEach(block -> parameters.begin(block.at(), block.end(), block.optimiser()));
        clipping = new Clipping(settings.regularisation().clip());
        List<PlacedBlock> layers = placed.stream()
                .filter(one -> parts(plan, one.block())
                        .anyMatch(part -> part instanceof Part.Layer || part instanceof Part.Encoding))
                .toList();
        penalties = new BlockPenalties(layers, parameters, settings.regularisation());
        common = placed.stream()
                .filter(one -> parts(plan, one.block()).count() != 1)
                .toList();
    }

    private static List<PlacedBlock> place(Plan plan, Optimiser optimiser) {
        boolean[][] users = plan.users();
        List<PlacedBlock> placed = new ArrayList<>();
        int next = 0;
        for (Block block : plan.blocks()) {
            Optimiser own = block.isKept() ? optimiser : optimiser.times(block.pace());
            placed.add(new PlacedBlock(block, next, served(plan, users, block), own));
            next += block.length();
        }
        return placed;
    }

    /** Which tasks' scores a block has to do with, or those that a tie holds to it. */
    private static boolean[] served(Plan plan, boolean[][] users, Block block) {
        boolean[] of = users(plan, users, block);
        plan.ties().stream()
                .filter(tie -> tie.adds().contains(block))
                .forEach(tie -> tie.holds().forEach(held -> Users.add(of, users(plan, users, held))));
        return of;
    }

    /** Which tasks' scores a block has to do with as a part's, from what each signal has. */
    static boolean[] users(Plan plan, boolean[][] users, Block block) {
        boolean[] of = new boolean[plan.tasks()];
        parts(plan, block).forEach(part -> Users.add(of, users[part.to().index()]));
        return of;
    }

    private static Stream<Part> parts(Plan plan, Block block) {
        return plan.parts().stream().filter(part -> part.blocks().contains(block));
    }

    /** In canonical order. */
    List<PlacedBlock> placed() {
        return placed;
    }

    PlacedBlock placed(Block block) {
        return placed.get(plan.blocks().indexOf(block));
    }

    Parameters parameters() {
        return parameters;
    }

    /** Whether several parts add to its gradient. */
    boolean isCommon(PlacedBlock block) {
        return common.contains(block);
    }

    /** Forgets the gradients that several parts, or ties alone, add to. */
    void clearCommon() {
        common.forEach(block -> Arrays.fill(parameters.gradient(), block.at(), block.end(), 0));
    }

    /** Sum of squares of the gradient of what {@link #step} would move; see {@link GradientBound}. */
    double squares(boolean[] present) {
        double[] sum = {0};
        visitMoved(
                present,
                Pace.USUAL,
                (from, to, by) -> sum[0] += GradientBound.squares(parameters.gradient(), from, to));
        return sum[0];
    }

    /** Moves the blocks that a present task moves. */
    void step(boolean[] present, Pace pace) {
        placed.forEach(block -> clipping.clip(parameters.gradient(), block.at(), block.end()));
        visitMoved(present, pace, parameters::step);
        penalties.pay(present);
    }

    /** Neighbours that are moved alike. */
    private interface Stretch {
        void visit(int from, int to, Optimiser by);
    }

    private void visitMoved(boolean[] present, Pace pace, Stretch stretch) {
        int from = 0;
        int to = 0;
        Optimiser optimiser = parameters.optimiser();
        for (PlacedBlock block : placed) {
            boolean moves = block.moves(present);
            Optimiser own = pace.of(block.block().owner(), block.optimiser());
            if (!moves || !own.equals(optimiser)) {
                stretch.visit(from, to, optimiser);
                from = moves ? block.at() : block.end();
                optimiser = own;
            }
            to = block.end();
        }
        stretch.visit(from, to, optimiser);
    }

    /** Takes over what is left of older blocks, and begins what is new. */
    void inherit(Blocks old, Inheritance origins) {
        copy(old, origins);
        plan.ties().forEach(tie -> tie.beginning().ifPresent(start -> begin(tie.holds(), placed(start), origins)));
    }

    /** Takes over what stood elsewhere; {@code old} may be this. */
    void copy(Blocks old, Inheritance origins) {
        for (PlacedBlock one : placed) {
            int origin = origins.owner(one.block().owner());
            int[] reads = features(one.block());
            old.placed.stream().filter(before -> one.continues(before, origin)).forEach(before -> {
                int[] rows = origins.rows(old.features(before.block()), reads);
                int[] columns =
                        origins.columns(before.block().columns(), one.block().columns());
                if (rows.length == reads.length) {
                    one.inherit(parameters, before, old.parameters, rows, columns);
                }
            });
        }
    }

    /** Gives the blocks of new tasks their start, and the optimiser's state of what has not moved yet. */
    private void begin(List<Block> blocks, PlacedBlock start, Inheritance origins) {
        for (Block one : blocks) {
            if (origins.isNew(one.owner())) {
                parameters.begin(placed(one), start);
            }
        }
    }

    /** Gives what is a task's own the start that it had, and the optimiser's state of what has not moved yet. */
    void reset(int task) {
        placed.stream().filter(one -> one.block().owner() == task).forEach(own -> {
            Arrays.fill(parameters.values(), own.at(), own.end(), 0);
            own.initialise(parameters.values(), seed);
            parameters.begin(own.at(), own.end(), own.optimiser());
            parameters.regions().forEach(region -> region.mark(own.at(), own.end()));
        });
    }

    /** Whether rows of a block are for the features themselves. */
    boolean readsFeatures(Block block) {
        return IntStream.of(features(block)).anyMatch(feature -> feature >= 0);
    }

    /** For each row of a block but the bias the column of the network's input that it is for, or -1. */
    private int[] features(Block block) {
        Block read = plan.ties().stream()
                .filter(tie -> tie.adds().contains(block))
                .map(tie -> tie.holds().get(0))
                .findFirst()
                .orElse(block);
        return plan.only(Part.Layer.class).stream()
                .filter(layer -> layer.blocks().contains(read) && block.rows() > 1)
                .findFirst()
                .map(layer -> features(layer.from()))
                .orElseGet(() ->
                        IntStream.generate(() -> -1).limit(block.rows() - 1L).toArray());
    }

    private int[] features(Plan.Signal signal) {
        if (plan.inputs().contains(signal)) {
            return Inheritance.unmoved(signal.width());
        }
        for (Part part : plan.parts()) {
            if (part.to().equals(signal) && part instanceof Part.Join join) {
                return join.from().stream()
                        .flatMapToInt(from -> IntStream.of(features(from)))
                        .toArray();
            }
        }
        return IntStream.generate(() -> -1).limit(signal.width()).toArray();
    }
}

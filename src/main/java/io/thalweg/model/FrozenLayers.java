package io.thalweg.model;

import io.thalweg.sharing.Block;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import java.util.Arrays;
import java.util.List;

/** The layers of a network that stands still: their plan, and what each of its parts computes with. */
public final class FrozenLayers {
    private final Plan plan;
    private final Blocks blocks;
    private final Binding binding;
    private final long seed;
    private final List<String> inputs;

    FrozenLayers(Plan plan, Blocks blocks, Binding binding, long seed, List<String> inputs) {
        this.plan = plan;
        this.blocks = blocks;
        this.binding = binding;
        this.seed = seed;
        this.inputs = inputs;
    }

    public Plan plan() {
        return plan;
    }

    /** {@code [inputs + 1, outputs]}, the last row being the bias; whatever they are made of. */
    public float[] weights(Part.Layer layer) {
        int rows = layer.from().width() + 1;
        int width = layer.to().width();
        float[] weights = new float[rows * width];
        binding.weights(layer).show(new Weights.Place(0, width, rows), weights);
        return weights;
    }

    /** Of a block, row by row. */
    public float[] numbers(Block block) {
        PlacedBlock placed = blocks.placed(block);
        return Arrays.copyOfRange(blocks.parameters().values(), placed.at(), placed.end());
    }

    /** What each signal is multiplied by. */
    public float[] shares(Part.Stitch stitch) {
        float[] shares = new float[stitch.from().size()];
        Stitching.weigh(blocks.parameters(), blocks.placed(stitch.shares()), shares);
        return shares;
    }

    /** Omega and, in the last row, b: {@code [inputs + 1, D]}, in turns of 2 pi. */
    public float[] frequencies(Part.Fourier fourier) {
        List<String> names = binding.names(fourier.from(), inputs);
        return new FourierFeatures.Drawing(seed, names, fourier.bandwidth())
                .frequencies(fourier.to().width());
    }
}

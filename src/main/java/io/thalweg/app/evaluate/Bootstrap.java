package io.thalweg.app.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How sure the difference of two models on the same stream is: both are judged on the same blocks of consecutive
 * events, drawn again and again with replacement (bootstrap of non-overlapping blocks, Carlstein 1986), so that what
 * makes a block easy or hard for both cancels out, and what is alike within a block is not counted as if it came many
 * times. Intervals are the middle 95 % of the draws. They are about other events of this kind, not about other seeds.
 */
final class Bootstrap {
    private static final int DRAWS = 2_000;
    private static final int FEWEST = 10; // blocks that an interval can be told from

    private final BlockLosses baseline;
    private final int[] all;
    private final List<int[]> draws = new ArrayList<>();

    Bootstrap(BlockLosses baseline, long seed) {
        this.baseline = baseline;
        int blocks = baseline.blocks();
        all = IntStream.range(0, blocks).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int draw = 0; draw < DRAWS && blocks >= FEWEST; draw++) {
            draws.add(random.ints(blocks, 0, blocks).toArray());
        }
    }

    /** Of one task. */
    Gain of(BlockLosses other, int task) {
        return gain(blocks -> gain(baseline, other, task, blocks));
    }

    /** Mean over the tasks: the multi-task gain (Maninis et al. 2019). */
    Gain of(BlockLosses other) {
        return gain(blocks -> mean(baseline, other, blocks));
    }

    /** The same without its interval. */
    static double mean(BlockLosses baseline, BlockLosses other) {
        return mean(baseline, other, IntStream.range(0, baseline.blocks()).toArray());
    }

    private static double mean(BlockLosses baseline, BlockLosses other, int[] blocks) {
        return IntStream.range(0, baseline.tasks())
                .mapToDouble(task -> gain(baseline, other, task, blocks))
                .average()
                .orElse(0);
    }

    /** 0 where these blocks cannot tell. */
    private static double gain(BlockLosses baseline, BlockLosses other, int task, int[] blocks) {
        double before = baseline.figure(task, blocks);
        double gain = (before - other.figure(task, blocks)) / before;
        return Double.isFinite(gain) ? gain : 0;
    }

    private Gain gain(ToDoubleFunction<int[]> ofBlocks) {
        double[] drawn = draws.stream().mapToDouble(ofBlocks).toArray();
        Arrays.sort(drawn);
        boolean isKnown = drawn.length > 0;
        return new Gain(
                ofBlocks.applyAsDouble(all),
                isKnown ? drawn[(int) (0.025 * drawn.length)] : Double.NaN,
                isKnown ? drawn[(int) (0.975 * drawn.length)] : Double.NaN);
    }
}

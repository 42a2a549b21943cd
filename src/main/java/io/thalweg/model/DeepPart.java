package io.thalweg.model;

import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.List;

/** The layers of all branches, bound to a short ladder of batch sizes. */
final class DeepPart {
    /**
     * Batches are padded to a multiple of this. With OpenBLAS' Haswell kernels a row's result then does not depend on
     * how many rows stand beside it, so a request is scored as if it had come in a full batch.
     */
    static final int ROWS_UNIT = 12;

    private final List<Branch> branches;
    private final Parameters parameters;
    private final NativeMirror mirror;
    private final int[] ladder; // ascending numbers of rows
    private final List<List<Pass>> passes = new ArrayList<>(); // [rung][branch]

    DeepPart(List<Branch> branches, ModelSettings settings, int largestBatch) {
        this.branches = branches;
        float[] values = new float[branches.get(branches.size() - 1).end()];
        branches.forEach(branch -> branch.initialise(values, settings.seed()));
        parameters = new Parameters("layers", values, settings.optimiser());
        mirror = new NativeMirror(parameters);
        mirror.publish();
        ladder = ladder(largestBatch);
        for (int rows : ladder) {
            passes.add(branches.stream()
                    .map(branch -> new Pass(branch, rows, mirror))
                    .toList());
        }
    }

    Parameters parameters() {
        return parameters;
    }

    List<Region> regions() {
        return parameters.regions();
    }

    /** Rows of the buffers that {@code n} examples go through. */
    int rows(int n) {
        return ladder[rung(n)];
    }

    void forward(float[][] inputs, int n, float[] scores, int outputs) {
        List<Pass> rung = passes.get(rung(n));
        for (int branch = 0; branch < rung.size(); branch++) {
            rung.get(branch).forward(inputs[branch], n, scores, outputs);
        }
    }

    /** To be called after {@link #forward} of the same examples; fills the input slopes and moves the layers. */
    void learn(float[] slopes, int n, int outputs, boolean[] present, float[][] inputSlopes) {
        List<Pass> rung = passes.get(rung(n));
        for (int branch = 0; branch < rung.size(); branch++) {
            if (branches.get(branch).isPresent(present)) {
                rung.get(branch).backward(slopes, n, outputs, present, inputSlopes[branch]);
            }
        }
        mirror.collect();
        branches.forEach(branch -> branch.step(parameters, present));
        mirror.publish();
    }

    void inherit(DeepPart old, Inheritance origins) {
        for (int branch = 0; branch < branches.size(); branch++) {
            int origin = origins.branches()[branch];
            if (origin >= 0) {
                branches.get(branch).inherit(parameters, old.branches.get(origin), old.parameters, origins);
            }
        }
        mirror.publish();
    }

    /** To be called when the parameters were overwritten from outside. */
    void restored() {
        mirror.publish();
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

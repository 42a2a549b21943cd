package io.thalweg.model;

import io.thalweg.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/** One branch bound to buffers of one number of rows: there and back again. */
final class Pass {
    private final int rows;
    private final Branch branch;
    private final Matrix input;
    private final Matrix inputSlopes;
    private final List<BoundLayer> trunk = new ArrayList<>();
    private final List<List<BoundLayer>> heads = new ArrayList<>();

    Pass(Branch branch, int rows, NativeMirror mirror) {
        this.branch = branch;
        this.rows = rows;
        input = Matrix.zeros(rows, branch.inputs() + 1);
        inputSlopes = Matrix.zeros(rows, branch.inputs());
        bind(branch.trunk(), branch.trunk().size(), input, inputSlopes, mirror, trunk);
        for (Head head : branch.heads()) {
            List<BoundLayer> bound = new ArrayList<>();
            boolean noTrunk = trunk.isEmpty();
            bind(
                    head.layers(),
                    head.layers().size() - 1,
                    noTrunk ? input : top().activations(),
                    noTrunk ? inputSlopes : top().outputSlopes(),
                    mirror,
                    bound);
            heads.add(bound);
        }
    }

    private void bind(
            List<Layer> layers,
            int hidden,
            Matrix first,
            Matrix firstSlopes,
            NativeMirror mirror,
            List<BoundLayer> to) {
        Matrix from = first;
        Matrix fromSlopes = firstSlopes;
        for (int i = 0; i < layers.size(); i++) {
            BoundLayer bound = new BoundLayer(layers.get(i), i < hidden, rows, from, fromSlopes, mirror);
            to.add(bound);
            from = bound.activations();
            fromSlopes = bound.outputSlopes();
        }
    }

    private BoundLayer top() {
        return trunk.get(trunk.size() - 1);
    }

    /**
     * Adds the branch's scores to {@code scores}.
     *
     * @param inputs {@code [rows, inputs + 1]}, the last column ones
     * @param scores {@code [n, outputs]} with {@code n <= rows}
     */
    void forward(float[] inputs, int n, float[] scores, int outputs) {
        input.put(inputs);
        trunk.forEach(BoundLayer::forward);
        for (int h = 0; h < heads.size(); h++) {
            heads.get(h).forEach(BoundLayer::forward);
            int[] to = branch.heads().get(h).outputs();
            float[] own = new float[rows * to.length];
            last(h).activations().get(own);
            for (int row = 0, at = 0; row < n; row++) {
                for (int output : to) {
                    scores[row * outputs + output] += own[at++];
                }
            }
        }
    }

    /**
     * From slopes of scores to slopes of weights (in the mirror) and inputs.
     *
     * @param slopes {@code [n, outputs]}
     * @param present which tasks have a label; the others' weights get no slopes
     * @param inputSlopesTo {@code [rows, inputs]}
     */
    void backward(float[] slopes, int n, int outputs, boolean[] present, float[] inputSlopesTo) {
        boolean add = false;
        for (int h = 0; h < heads.size(); h++) {
            Head head = branch.heads().get(h);
            if (head.isPresent(present)) {
                last(h).slopes().put(own(slopes, n, outputs, head.outputs()));
                List<BoundLayer> layers = heads.get(h);
                for (int i = layers.size() - 1; i >= 0; i--) {
                    layers.get(i).backward(i == 0 && add);
                }
                add = true;
            }
        }
        for (int i = trunk.size() - 1; i >= 0; i--) {
            trunk.get(i).backward(false);
        }
        inputSlopes.get(inputSlopesTo);
    }

    private float[] own(float[] slopes, int n, int outputs, int[] from) {
        float[] own = new float[rows * from.length];
        for (int row = 0, at = 0; row < n; row++) {
            for (int output : from) {
                own[at++] = slopes[row * outputs + output];
            }
        }
        return own;
    }

    private BoundLayer last(int head) {
        List<BoundLayer> layers = heads.get(head);
        return layers.get(layers.size() - 1);
    }
}

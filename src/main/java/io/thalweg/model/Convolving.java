package io.thalweg.model;

import java.util.Arrays;

/** {@link io.thalweg.encoder.Conv}: one product for all windows of a batch. */
final class Convolving implements Cell {
    private static final int NONE = -1;

    private final EncoderEnds ends;
    private final int filters;
    private final int length;
    private final int inputs;
    private final Applied layer;
    private final float[] windows; // [rows, length][width * dimension + 1]
    private final float[] answers; // [rows, length][filters]
    private final float[] slopes; // of the answers
    private final float[] windowSlopes;
    private final int[] best; // [rows, filters] which window had the largest answer, or NONE above 0

    /** @param ladder numbers of rows, ascending */
    Convolving(EncoderEnds ends, Applied.Columns all, Ladder ladder) {
        this.ends = ends;
        filters = all.count();
        length = ends.length();
        inputs = all.block().block().rows();
        layer = new Applied(all, ladder.times(ends.length()), 1);
        int rows = ladder.top();
        windows = new float[rows * length * inputs];
        answers = new float[rows * length * filters];
        slopes = new float[answers.length];
        windowSlopes = new float[windows.length];
        best = new int[rows * filters];
    }

    @Override
    public void publish() {
        layer.publish();
    }

    @Override
    public void forward(int rung, int rows) {
        Arrays.fill(windows, 0, rows * length * inputs, 0);
        for (int row = 0; row < rows; row++) {
            for (int place = 0; place < ends.count(row); place++) {
                int size = size(place);
                int end = end(row, place);
                int from = ends.item(row, place + 1) - size;
                System.arraycopy(ends.items().values(), from, windows, end - size, size);
                windows[end] = 1;
            }
        }
        layer.forward(rung, windows, 0, answers, 0);
        for (int row = 0; row < rows; row++) {
            pool(row);
        }
    }

    /** How many numbers there are in the window that ends at a place. */
    private int size(int place) {
        return Math.min(inputs - 1, (place + 1) * ends.dimension());
    }

    /** Where that window ends, and its 1 stands. */
    private int end(int row, int place) {
        return (row * length + place + 1) * inputs - 1;
    }

    private void pool(int row) {
        for (int filter = 0; filter < filters; filter++) {
            float top = 0;
            int where = NONE;
            for (int place = 0; place < ends.count(row); place++) {
                float answer = answers[(row * length + place) * filters + filter];
                if (answer > top) {
                    top = answer;
                    where = place;
                }
            }
            ends.to().values()[row * ends.to().stride() + filter] = top;
            best[row * filters + filter] = where;
        }
    }

    /** Leaves the gradient of its weights in the parameters', too. */
    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (!Users.any(ends.users(), present)) {
            return;
        }
        Arrays.fill(slopes, 0, rows * length * filters, 0);
        for (int row = 0; row < rows; row++) {
            for (int filter = 0; filter < filters; filter++) {
                int where = best[row * filters + filter];
                if (where != NONE) {
                    int from = row * ends.to().stride() + filter;
                    slopes[(row * length + where) * filters + filter] =
                            ends.to().slopes()[from];
                }
            }
        }
        layer.collect(rung, windows, slopes);
        layer.backward(rung, slopes, 0, windowSlopes, 0);
        for (int row = 0; row < rows; row++) {
            for (int place = 0; place < ends.count(row); place++) {
                giveBack(row, place);
            }
        }
    }

    private void giveBack(int row, int place) {
        int size = size(place);
        int from = end(row, place) - size;
        int to = ends.item(row, place + 1) - size;
        for (int i = 0; i < size; i++) {
            ends.items().slopes()[to + i] += windowSlopes[from + i];
        }
    }
}

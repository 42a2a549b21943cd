package io.thalweg.model;

import io.thalweg.encoder.ImageConv;
import java.util.Arrays;

/** {@link ImageConv}: one product for all windows of a batch. Nobody learns the pixels, so they get no slopes. */
final class ImageConvolving implements Cell {
    private static final int NONE = -1;

    private final EncoderEnds ends;
    private final ImageConv image;
    private final int inputs;
    private final Applied layer;
    private final float[] windows; // [rows, pixels][width * width * channels + 1]
    private final float[] answers; // [rows, pixels][filters]
    private final float[] slopes; // of the answers
    private final int[] best; // [rows, tiles, filters] which pixel had the largest answer, or NONE above 0

    /** @param ladder numbers of rows, ascending */
    ImageConvolving(EncoderEnds ends, ImageConv image, Applied.Columns all, Ladder ladder) {
        this.ends = ends;
        this.image = image;
        inputs = all.block().block().rows();
        layer = new Applied(all, ladder.times(ends.length()), 1);
        int rows = ladder.top();
        windows = new float[rows * image.pixels() * inputs];
        answers = new float[rows * image.pixels() * image.filters()];
        slopes = new float[answers.length];
        best = new int[rows * ends.to().width()];
    }

    @Override
    public void publish() {
        layer.publish();
    }

    @Override
    public void forward(int rung, int rows) {
        Arrays.fill(windows, 0, rows * image.pixels() * inputs, 0);
        for (int row = 0; row < rows; row++) {
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.columns(); x++) {
                    window(row, y, x);
                }
            }
        }
        layer.forward(rung, windows, 0, answers, 0);
        for (int row = 0; row < rows; row++) {
            for (int tile = 0; tile < image.tileRows() * image.tileColumns(); tile++) {
                pool(row, tile);
            }
        }
    }

    /** Copies the pixels around one, a stretch of each of their rows at a time. */
    private void window(int row, int y, int x) {
        int reach = image.width() / 2;
        int at = (row * image.pixels() + y * image.columns() + x) * inputs;
        int left = Math.max(0, x - reach);
        int right = Math.min(image.columns(), x + reach + 1);
        int size = (right - left) * image.channels();
        for (int down = -reach; down <= reach; down++) {
            if (y + down >= 0 && y + down < image.height()) {
                int from = row * ends.items().stride() + ((y + down) * image.columns() + left) * image.channels();
                int to = at + ((down + reach) * image.width() + left - x + reach) * image.channels();
                System.arraycopy(ends.items().values(), from, windows, to, size);
            }
        }
        windows[at + inputs - 1] = 1;
    }

    private void pool(int row, int tile) {
        int top = tile / image.tileColumns() * image.pool();
        int left = tile % image.tileColumns() * image.pool();
        for (int filter = 0; filter < image.filters(); filter++) {
            float most = 0;
            int where = NONE;
            for (int y = top; y < Math.min(image.height(), top + image.pool()); y++) {
                for (int x = left; x < Math.min(image.columns(), left + image.pool()); x++) {
                    int pixel = row * image.pixels() + y * image.columns() + x;
                    float answer = answers[pixel * image.filters() + filter];
                    if (answer > most) {
                        most = answer;
                        where = pixel;
                    }
                }
            }
            int out = tile * image.filters() + filter;
            ends.to().values()[row * ends.to().stride() + out] = most;
            best[row * ends.to().width() + out] = where;
        }
    }

    /** Leaves the gradient of its weights in the parameters'. */
    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (!Users.any(ends.users(), present)) {
            return;
        }
        Arrays.fill(slopes, 0, rows * image.pixels() * image.filters(), 0);
        int width = ends.to().width();
        for (int row = 0; row < rows; row++) {
            for (int out = 0; out < width; out++) {
                int where = best[row * width + out];
                if (where != NONE) {
                    slopes[where * image.filters() + out % image.filters()] =
                            ends.to().slopes()[row * ends.to().stride() + out];
                }
            }
        }
        layer.collect(rung, windows, slopes);
    }
}

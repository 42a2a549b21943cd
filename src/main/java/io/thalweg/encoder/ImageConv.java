package io.thalweg.encoder;

import io.thalweg.check.Require;
import java.util.List;

/**
 * Convolution over a small image, and the largest answer of each filter in every tile (LeCun et al. 1998, section 2,
 * with rectified units and maxima in the place of means):
 *
 * <pre>
 * c_yx = relu([the width x width pixels around y, x] W + b)        zeros stand around the image
 * out = max over each pool x pool tile of c, filter by filter      tiles at the far edges may be smaller
 * </pre>
 *
 * Shapes: pixels {@code [height, columns, channels]} row by row, W {@code [width * width * channels, filters]}, out
 * {@code [ceil(height / pool), ceil(columns / pool), filters]}. Of equal answers the first one learns.
 *
 * @param height rows of pixels
 * @param columns pixels in a row
 * @param channels numbers of a pixel
 * @param width of a window, odd
 * @param pool width of a tile
 */
public record ImageConv(int height, int columns, int channels, int filters, int width, int pool) implements Encoder {
    /** The most numbers of an image. */
    public static final int MOST_NUMBERS = 4_096;

    /** The widest window. */
    public static final int WIDEST = 15;

    public ImageConv {
        Encoder.requireUnits("filters", filters);
        Require.that(
                height >= 1
                        && columns >= 1
                        && channels >= 1
                        && (long) height * columns <= MOST_NUMBERS
                        && (long) height * columns * channels <= MOST_NUMBERS,
                "an image must have from 1 to %d numbers, got %d x %d pixels of %d",
                MOST_NUMBERS,
                height,
                columns,
                channels);
        Require.that(width >= 1 && width <= WIDEST && width % 2 == 1, "width must be odd, from 1 to 15, got %d", width);
        Require.that(pool >= 1 && pool <= Math.max(height, columns), "pool must fit into the image, got %d", pool);
    }

    /** How many pixels there are. */
    public int pixels() {
        return height * columns;
    }

    /** Rows of tiles. */
    public int tileRows() {
        return (height + pool - 1) / pool;
    }

    /** Tiles in a row. */
    public int tileColumns() {
        return (columns + pool - 1) / pool;
    }

    @Override
    public int width(int dimension) {
        return tileRows() * tileColumns() * filters;
    }

    @Override
    public List<Layer> layers(int dimension) {
        return List.of(new Layer(width * width * channels, filters));
    }
}

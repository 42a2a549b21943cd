package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * For a score that is a quantile: it begins at the running one, in units of the labels' spread. A pinball loss grows as
 * the unit does and its slope with neither, so that slopes are free of the unit as they are.
 *
 * <p>The quantile is that of the P-square algorithm (Jain and Chlamtac 1985): five markers, the middle one at the
 * quantile, each moved along a parabola through its neighbours whenever it is a place or more away from where it should
 * be.
 */
final class RunningQuantile implements Prior {
    private static final int MARKERS = 5;

    private final Quantile loss;
    private final double[] shares; // of the labels that should be below each marker
    private final Moments labels = new Moments();
    private final double[] heights = new double[MARKERS]; // ascending; of the first labels, the labels themselves
    private final double[] places = {1, 2, 3, 4, 5}; // how many labels are at or below each marker

    RunningQuantile(Quantile loss) {
        this.loss = loss;
        double quantile = loss.quantile();
        shares = new double[] {0, quantile / 2, quantile, (1 + quantile) / 2, 1};
    }

    @Override
    public void shift(float[] raw, float[] to, int at) {
        to[at] = (float) (estimate() + labels.spread() * raw[at]);
    }

    @Override
    public List<Shift> shifts() {
        return List.of(new Shift.Line(estimate(), labels.spread()));
    }

    @Override
    public double lossScale() {
        return 1 / labels.spread();
    }

    @Override
    public void observe(float label) {
        labels.observe(label);
        int count = (int) Math.min(labels.count(), MARKERS + 1.0);
        if (count <= MARKERS) {
            heights[count - 1] = label;
            Arrays.sort(heights, 0, count);
            return;
        }
        for (int i = count(label); i < MARKERS; i++) {
            places[i]++;
        }
        for (int i = 1; i < MARKERS - 1; i++) {
            adjust(i);
        }
    }

    /** How many markers keep their place; the outer ones are moved to a label beyond them. */
    private int count(float label) {
        heights[0] = Math.min(heights[0], label);
        heights[MARKERS - 1] = Math.max(heights[MARKERS - 1], label);
        int below = 1;
        while (below < MARKERS - 1 && heights[below] <= label) {
            below++;
        }
        return below;
    }

    private void adjust(int i) {
        double lag = 1 + (labels.count() - 1) * shares[i] - places[i];
        int side = lag >= 1 && places[i + 1] - places[i] > 1 ? 1 : lag <= -1 && places[i - 1] - places[i] < -1 ? -1 : 0;
        if (side == 0) {
            return;
        }
        double height = parabola(i, side);
        if (!(heights[i - 1] < height && height < heights[i + 1])) {
            height = heights[i] + side * slope(i, i + side);
        }
        heights[i] = height;
        places[i] += side;
    }

    private double parabola(int i, int side) {
        double below = places[i] - places[i - 1];
        double above = places[i + 1] - places[i];
        return heights[i]
                + side / (below + above) * ((below + side) * slope(i, i + 1) + (above - side) * slope(i - 1, i));
    }

    private double slope(int i, int k) {
        return (heights[k] - heights[i]) / (places[k] - places[i]);
    }

    /** 0 before the first label. */
    double estimate() {
        if (labels.count() > MARKERS) {
            return heights[MARKERS / 2];
        }
        return heights[(int) Math.max(0, Math.ceil(loss.quantile() * labels.count()) - 1)];
    }

    @Override
    public double baseline(float label) {
        return loss.pinball(label - estimate());
    }

    @Override
    public double squaredError(float label) {
        return labels.squaredError(label);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        labels.write(out);
        for (int i = 0; i < MARKERS; i++) {
            out.writeDouble(heights[i]);
            out.writeDouble(places[i]);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        labels.read(in);
        for (int i = 0; i < MARKERS; i++) {
            heights[i] = in.readDouble();
            places[i] = in.readDouble();
        }
    }
}

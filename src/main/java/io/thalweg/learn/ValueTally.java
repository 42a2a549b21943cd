package io.thalweg.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** For values: errors, and the running covariance of prediction and label (Welford's update, weighted: West 1979). */
final class ValueTally extends Tally {
    private final double[] sums = new double[7]; // weight, e^2, |e|, baseline e^2, then (co)variances: ss, sl, ll
    private double meanScore;
    private double meanLabel;

    ValueTally(double window) {
        super(window);
    }

    @Override
    void add(double weight, float[] scores, int at, float label, double loss, double baseline) {
        double score = scores[at];
        double error = score - label;
        sums[0] += weight;
        sums[1] += weight * error * error;
        sums[2] += weight * Math.abs(error);
        sums[3] += weight * baseline;
        double fromScore = score - meanScore;
        double fromLabel = label - meanLabel;
        meanScore += fromScore * weight / sums[0];
        meanLabel += fromLabel * weight / sums[0];
        sums[4] += weight * fromScore * (score - meanScore);
        sums[5] += weight * fromScore * (label - meanLabel);
        sums[6] += weight * fromLabel * (label - meanLabel);
    }

    @Override
    void scale(double factor) {
        scale(sums, factor);
    }

    @Override
    Quality.OfValues quality() {
        return new Quality.OfValues(
                sums[0] / weight(),
                Math.sqrt(sums[1] / sums[0]),
                sums[2] / sums[0],
                sums[5] / Math.sqrt(sums[4] * sums[6]),
                Math.sqrt(sums[3] / sums[0]));
    }

    @Override
    void write(DataOutput out) throws IOException {
        super.write(out);
        write(out, sums);
        out.writeDouble(meanScore);
        out.writeDouble(meanLabel);
    }

    @Override
    void read(DataInput in) throws IOException {
        super.read(in);
        read(in, sums);
        meanScore = in.readDouble();
        meanLabel = in.readDouble();
    }
}

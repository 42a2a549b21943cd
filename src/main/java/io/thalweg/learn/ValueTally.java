package io.thalweg.learn;

import io.thalweg.loss.Loss;
import io.thalweg.loss.Meaning;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** For values: errors, and the running covariance of prediction and label (Welford's update, weighted: West 1979). */
final class ValueTally extends Tally {
    // weight, e^2, |e|, mean's e^2, (co)variances ss, sl, ll, loss, baseline, labels not above their prediction
    private final double[] sums = new double[10];
    private final Loss loss;
    private final float[] prediction; // of the last label
    private double meanPrediction;
    private double meanLabel;

    ValueTally(Loss loss, double window) {
        super(window);
        this.loss = loss;
        prediction = new float[loss.outputs()];
    }

    @Override
    void add(double weight, float[] scores, int at, Judged judged) {
        loss.predict(scores, at, prediction, 0);
        double predicted = prediction[0];
        double label = judged.label();
        double error = predicted - label;
        sums[0] += weight;
        sums[1] += weight * error * error;
        sums[2] += weight * Math.abs(error);
        sums[3] += weight * judged.squaredError();
        double fromPrediction = predicted - meanPrediction;
        double fromLabel = label - meanLabel;
        meanPrediction += fromPrediction * weight / sums[0];
        meanLabel += fromLabel * weight / sums[0];
        sums[4] += weight * fromPrediction * (predicted - meanPrediction);
        sums[5] += weight * fromPrediction * (label - meanLabel);
        sums[6] += weight * fromLabel * (label - meanLabel);
        sums[7] += weight * judged.loss();
        sums[8] += weight * judged.baseline();
        sums[9] += label <= predicted ? weight : 0;
    }

    @Override
    void scale(double factor) {
        scale(sums, factor);
    }

    @Override
    Quality.OfValues quality() {
        boolean isMean = loss.meaning() != Meaning.QUANTILE;
        boolean isOfAmounts = loss.meaning() == Meaning.EXPECTATION && meanLabel > 0;
        return new Quality.OfValues(
                sums[0] / weight(),
                sums[7] / sums[0],
                sums[8] / sums[0],
                isMean ? Math.sqrt(sums[1] / sums[0]) : Double.NaN,
                isMean ? sums[2] / sums[0] : Double.NaN,
                sums[5] / Math.sqrt(sums[4] * sums[6]),
                isOfAmounts ? meanPrediction / meanLabel : Double.NaN,
                isMean ? Double.NaN : sums[9] / sums[0],
                isMean ? Math.sqrt(sums[3] / sums[0]) : Double.NaN);
    }

    @Override
    void write(DataOutput out) throws IOException {
        super.write(out);
        write(out, sums);
        out.writeDouble(meanPrediction);
        out.writeDouble(meanLabel);
    }

    @Override
    void read(DataInput in) throws IOException {
        super.read(in);
        read(in, sums);
        meanPrediction = in.readDouble();
        meanLabel = in.readDouble();
    }
}

package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * For the three scores of {@link ZeroInflatedLogNormal}: they begin at the log-odds of a label above 0, and at mean and
 * spread of the logarithms of those that are. The mean speaks in units of the spread.
 *
 * <p>Sigma grows with its raw score to at most {@value #WIDEST} spreads. What is left of a spread once features are
 * known is on average less than all of it; and since sigma stands in the exponent, squared, one odd label would else be
 * answered with expectations a thousand times too large.
 */
final class ZeroInflated implements Prior {
    private static final double IMAGINED = 0.5; // labels of either kind assumed before the first
    private static final double NARROWEST = ZeroInflatedLogNormal.NARROWEST;
    private static final double WIDEST = 1.25;
    private static final double TINY = 1e-30; // has a logarithm

    private final ZeroInflatedLogNormal loss;
    private final Moments labels = new Moments();
    private final Moments logarithms = new Moments(); // of labels above 0

    ZeroInflated(ZeroInflatedLogNormal loss) {
        this.loss = loss;
    }

    @Override
    public void shift(float[] raw, float[] to, int at) {
        to[at] = (float) (raw[at] + logOdds());
        to[at + 1] = (float) (logarithms.mean() + logarithms.spread() * raw[at + 1]);
        double share = Curves.sigmoid(raw[at + 2] + usual());
        to[at + 2] = (float) Curves.inverseSoftplus(Math.max(room() * share, TINY));
    }

    @Override
    public List<Shift> shifts() {
        return List.of(
                new Shift.Line(logOdds(), 1),
                new Shift.Line(logarithms.mean(), logarithms.spread()),
                new Shift.Bounded(usual(), room(), TINY));
    }

    @Override
    public void unstretch(float[] shifted, float[] slopes, int at) {
        slopes[at + 1] = (float) (slopes[at + 1] * logarithms.spread());
        double above = Curves.softplus(shifted[at + 2]); // the narrowest
        double growth = above * Math.max(0, 1 - above / room());
        slopes[at + 2] = (float) (slopes[at + 2] * growth / -StrictMath.expm1(-above));
    }

    /** Of a label above 0. */
    private double logOdds() {
        double positive = logarithms.count() + IMAGINED;
        double zero = labels.count() - logarithms.count() + IMAGINED;
        return StrictMath.log(positive / zero);
    }

    /** Log-odds of the share of the room that the usual spread has. */
    private double usual() {
        double usual = spread() - NARROWEST;
        return StrictMath.log(usual / (room() - usual));
    }

    /** Of the logarithms; where it is next to nothing, more than the narrowest that can be said. */
    private double spread() {
        return Math.max(logarithms.spread(), 2 * NARROWEST);
    }

    /** From the narrowest sigma to the widest. */
    private double room() {
        return WIDEST * spread() - NARROWEST;
    }

    @Override
    public void observe(float label) {
        labels.observe(label);
        if (label > 0) {
            logarithms.observe(StrictMath.log(label));
        }
    }

    @Override
    public double baseline(float label) {
        float[] usual = new float[loss.outputs()];
        shift(usual, usual, 0);
        return loss.value(usual, 0, label);
    }

    @Override
    public double squaredError(float label) {
        return labels.squaredError(label);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        labels.write(out);
        logarithms.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        labels.read(in);
        logarithms.read(in);
    }
}

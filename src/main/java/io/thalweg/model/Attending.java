package io.thalweg.model;

import java.util.Arrays;

/** {@link io.thalweg.encoder.TargetAttention}: one product for all items of a batch. */
final class Attending implements Cell {
    private final EncoderEnds ends;
    private final int dimension;
    private final int length;
    private final int inputs;
    private final int units;
    private final Applied layer;
    private final Applied.Columns scoring; // [units + 1, 1]
    private final float[] pairs; // [rows, length][item, candidate, their product, 1]
    private final float[] hidden; // [rows, length][units]
    private final float[] shares; // [rows, length]
    private final float[] slopes; // of the hidden units
    private final float[] pairSlopes;
    private final double[] scoringSlopes; // [units + 1]

    /** @param ladder numbers of rows, ascending */
    Attending(EncoderEnds ends, Applied.Columns hiddenLayer, Applied.Columns scoring, Ladder ladder) {
        this.ends = ends;
        this.scoring = scoring;
        dimension = ends.dimension();
        length = ends.length();
        inputs = 3 * dimension + 1;
        units = hiddenLayer.count();
        layer = new Applied(hiddenLayer, ladder.times(ends.length()), 1);
        int places = ladder.top() * length;
        pairs = new float[places * inputs];
        hidden = new float[places * units];
        shares = new float[places];
        slopes = new float[hidden.length];
        pairSlopes = new float[pairs.length];
        scoringSlopes = new double[units + 1];
    }

    @Override
    public void publish() {
        layer.publish();
    }

    @Override
    public void forward(int rung, int rows) {
        Arrays.fill(pairs, 0, rows * length * inputs, 0);
        for (int row = 0; row < rows; row++) {
            for (int place = 0; place < ends.count(row); place++) {
                pair(row, place);
            }
        }
        layer.forward(rung, pairs, 0, hidden, 0);
        for (int i = 0; i < rows * length * units; i++) {
            hidden[i] = Math.max(hidden[i], 0);
        }
        for (int row = 0; row < rows; row++) {
            share(row);
            sum(row);
        }
    }

    private void pair(int row, int place) {
        int to = (row * length + place) * inputs;
        int item = ends.item(row, place);
        int candidate = ends.candidate(row);
        System.arraycopy(ends.items().values(), item, pairs, to, dimension);
        System.arraycopy(ends.input().values(), candidate, pairs, to + dimension, dimension);
        for (int i = 0; i < dimension; i++) {
            pairs[to + 2 * dimension + i] = pairs[to + i] * pairs[to + dimension + i];
        }
        pairs[to + 3 * dimension] = 1;
    }

    private void share(int row) {
        int first = row * length;
        int end = first + ends.count(row);
        double top = 0;
        for (int place = first; place < end; place++) {
            shares[place] = score(place);
            top = Math.max(top, shares[place]);
        }
        double sum = StrictMath.exp(-top);
        for (int place = first; place < end; place++) {
            double power = StrictMath.exp(shares[place] - top);
            shares[place] = (float) power;
            sum += power;
        }
        for (int place = first; place < end; place++) {
            shares[place] = (float) (shares[place] / sum);
        }
    }

    private float score(int place) {
        float[] weights = scoring.parameters().values();
        int at = scoring.block().at();
        float sum = weights[at + units];
        for (int i = 0; i < units; i++) {
            sum += weights[at + i] * hidden[place * units + i];
        }
        return sum;
    }

    private void sum(int row) {
        float[] to = ends.to().values();
        int at = row * ends.to().stride();
        Arrays.fill(to, at, at + dimension, 0);
        for (int place = 0; place < ends.count(row); place++) {
            float share = shares[row * length + place];
            int item = ends.item(row, place);
            for (int i = 0; i < dimension; i++) {
                to[at + i] += share * ends.items().values()[item + i];
            }
        }
    }

    /** Leaves the gradient of its weights in the parameters', too. */
    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (!Users.any(ends.users(), present)) {
            return;
        }
        Arrays.fill(scoringSlopes, 0);
        Arrays.fill(slopes, 0, rows * length * units, 0);
        for (int row = 0; row < rows; row++) {
            toScores(row);
        }
        for (int i = 0; i <= units; i++) {
            scoring.parameters().gradient()[scoring.block().at() + i] = (float) scoringSlopes[i];
        }
        layer.collect(rung, pairs, slopes);
        layer.backward(rung, slopes, 0, pairSlopes, 0);
        for (int row = 0; row < rows; row++) {
            for (int place = 0; place < ends.count(row); place++) {
                giveBack(row, place);
            }
        }
    }

    private void toScores(int row) {
        float mean = 0; // what a slope is worth that goes to all of them, and none
        for (int place = 0; place < ends.count(row); place++) {
            mean += shares[row * length + place] * worth(row, place);
        }
        for (int place = 0; place < ends.count(row); place++) {
            int at = row * length + place;
            toHidden(at, shares[at] * (worth(row, place) - mean));
        }
    }

    /** The slope of an item's share. */
    private float worth(int row, int place) {
        int from = row * ends.to().stride();
        int item = ends.item(row, place);
        float worth = 0;
        for (int i = 0; i < dimension; i++) {
            worth += ends.to().slopes()[from + i] * ends.items().values()[item + i];
        }
        return worth;
    }

    private void toHidden(int place, float slope) {
        float[] weights = scoring.parameters().values();
        int at = scoring.block().at();
        for (int i = 0; i < units; i++) {
            float value = hidden[place * units + i];
            slopes[place * units + i] = value > 0 ? slope * weights[at + i] : 0;
            scoringSlopes[i] += (double) slope * value;
        }
        scoringSlopes[units] += slope;
    }

    private void giveBack(int row, int place) {
        int pair = (row * length + place) * inputs;
        int item = ends.item(row, place);
        int candidate = ends.candidate(row);
        int from = row * ends.to().stride();
        float share = shares[row * length + place];
        for (int i = 0; i < dimension; i++) {
            float ofProduct = pairSlopes[pair + 2 * dimension + i];
            ends.items().slopes()[item + i] += share * ends.to().slopes()[from + i]
                    + pairSlopes[pair + i]
                    + ofProduct * pairs[pair + dimension + i];
            ends.input().slopes()[candidate + i] += pairSlopes[pair + dimension + i] + ofProduct * pairs[pair + i];
        }
    }
}

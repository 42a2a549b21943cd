package io.thalweg.model;

/** {@code factor shared + own}. Others read the shared block, too: its gradient is added to. */
record SumWeights(PlacedBlock shared, double factor, PlacedBlock own, Parameters parameters) implements Weights {
    @Override
    public int width() {
        return own.width();
    }

    @Override
    public boolean comeAndGo() {
        return true;
    }

    @Override
    public void show(Place place, float[] weights) {
        float[] values = parameters.values();
        float much = (float) factor;
        for (int row = 0; row < place.rows(); row++) {
            int to = place.of(row);
            for (int i = 0; i < width(); i++) {
                int number = row * width() + i;
                weights[to + i] = much * values[shared.at() + number] + values[own.at() + number];
            }
        }
    }

    @Override
    public void collect(Place place, float[] slopes, boolean[] present) {
        float[] gradient = parameters.gradient();
        float much = (float) factor;
        for (int row = 0; row < place.rows(); row++) {
            int from = place.of(row);
            for (int i = 0; i < width(); i++) {
                int number = row * width() + i;
                gradient[shared.at() + number] += much * slopes[from + i];
                gradient[own.at() + number] = slopes[from + i];
            }
        }
    }
}

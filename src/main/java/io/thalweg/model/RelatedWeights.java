package io.thalweg.model;

import java.util.List;

/**
 * {@code (own + coupling/T sum of all T) / (1 + coupling)}, whose gradient moves the own block alone; see
 * {@link io.thalweg.sharing.Relation.Perceptron}.
 */
record RelatedWeights(PlacedBlock own, List<PlacedBlock> all, double coupling, Parameters parameters)
        implements Weights {
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
        float toOwn = (float) (1 / (1 + coupling));
        float toEach = (float) (coupling / all.size() / (1 + coupling));
        for (int row = 0; row < place.rows(); row++) {
            for (int i = 0; i < width(); i++) {
                int number = row * width() + i;
                float sum = 0;
                for (PlacedBlock one : all) {
                    sum += values[one.at() + number];
                }
                weights[place.of(row) + i] = toOwn * values[own.at() + number] + toEach * sum;
            }
        }
    }

    @Override
    public void collect(Place place, float[] slopes, boolean[] present) {
        for (int row = 0; row < place.rows(); row++) {
            System.arraycopy(slopes, place.of(row), parameters.gradient(), own.at() + row * width(), width());
        }
    }
}

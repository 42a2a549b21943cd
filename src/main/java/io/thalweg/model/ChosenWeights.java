package io.thalweg.model;

import io.thalweg.sharing.Part;

/**
 * A mean of two blocks, {@code a shared + (1 - a) own}, by a learned gate a = sigmoid(u) that pays for being undecided.
 * Others may read the shared block, too: its gradient is added to.
 */
record ChosenWeights(PlacedBlock shared, PlacedBlock own, PlacedBlock gate, double penalty, Parameters parameters)
        implements Weights {
    static ChosenWeights of(Part.Chosen chosen, Blocks blocks) {
        return new ChosenWeights(
                blocks.placed(chosen.shared()),
                blocks.placed(chosen.own()),
                blocks.placed(chosen.gate()),
                chosen.penalty(),
                blocks.parameters());
    }

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
        float a = (float) share();
        for (int row = 0; row < place.rows(); row++) {
            int to = place.of(row);
            int ofAll = shared.at() + row * width();
            int ofTask = own.at() + row * width();
            for (int i = 0; i < width(); i++) {
                weights[to + i] = a * values[ofAll + i] + (1 - a) * values[ofTask + i];
            }
        }
    }

    @Override
    public void collect(Place place, float[] slopes, boolean[] present) {
        float[] values = parameters.values();
        float[] gradient = parameters.gradient();
        double a = share();
        float toShared = (float) a;
        float toOwn = 1 - toShared;
        double worth = 0; // slope of a
        for (int row = 0; row < place.rows(); row++) {
            int from = place.of(row);
            int ofAll = shared.at() + row * width();
            int ofTask = own.at() + row * width();
            float sum = 0;
            for (int i = 0; i < width(); i++) {
                float slope = slopes[from + i];
                gradient[ofAll + i] += toShared * slope;
                gradient[ofTask + i] = toOwn * slope;
                sum += slope * (values[ofAll + i] - values[ofTask + i]);
            }
            worth += sum;
        }
        double price = gate.moves(present) ? penalty : 0; // of its task's loss, whoever else reads what it makes
        gradient[gate.at()] = (float) ((worth + price * (1 - 2 * a)) * a * (1 - a));
    }

    /** Of the shared block. */
    double share() {
        return 1 / (1 + StrictMath.exp(-parameters.values()[gate.at()]));
    }
}

package io.thalweg.model;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * Dense parameters in one vector, with a gradient and the optimiser's state beside them: a step is one pass over flat
 * arrays. One owner thread.
 */
final class Parameters {
    private final String name;
    private final Optimiser optimiser;
    private final float[] values;
    private final float[] gradient;
    private final float[][] state; // [slots][length]
    private final List<Region> regions = new ArrayList<>();

    /** Takes the initial values and owns the array from then on. */
    Parameters(String name, float[] values, Optimiser optimiser) {
        this.name = name;
        this.values = values;
        this.optimiser = optimiser;
        gradient = new float[values.length];
        state = new float[optimiser.slots()][values.length];
        regions.add(new Region(name, values));
        for (int slot = 0; slot < state.length; slot++) {
            regions.add(new Region(name + " state " + slot, state[slot]));
        }
        begin(0, values.length, optimiser);
    }

    /** Gives the parameters in {@code [from, to)} the state of those that {@code by} has not moved yet. */
    void begin(int from, int to, Optimiser by) {
        for (int slot = 0; slot < state.length; slot++) {
            for (int i = from; i < to; i++) {
                state[slot][i] = by.initial(slot, values[i]);
            }
        }
    }

    /** Makes a block what one of its size is, with the state of what has not moved yet. */
    void begin(PlacedBlock block, PlacedBlock like) {
        System.arraycopy(values, like.at(), values, block.at(), block.block().length());
        begin(block.at(), block.end(), block.optimiser());
        regions.forEach(region -> region.mark(block.at(), block.end()));
    }

    String name() {
        return name;
    }

    float[] values() {
        return values;
    }

    Optimiser optimiser() {
        return optimiser;
    }

    /** To be filled before {@link #step}; left as it is by it. */
    float[] gradient() {
        return gradient;
    }

    /** Of the optimiser, {@code [slots]} of the same layout. */
    float[][] state() {
        return state;
    }

    List<Region> regions() {
        return regions;
    }

    /** Takes {@code count} parameters of another vector over, and the state beside them. */
    void take(int at, Parameters other, int start, int count) {
        for (int i = 0; i < regions.size(); i++) {
            regions.get(i).take(at, other.regions.get(i).values(), start, count);
        }
    }

    /** Sets a parameter. */
    void write(int at, float value) {
        values[at] = value;
        wrote(at, at + 1);
    }

    /** To be called when parameters in {@code [from, to)} were written to but by a step. */
    void wrote(int from, int to) {
        regions.get(0).mark(from, to);
    }

    /** Moves the parameters in {@code [from, to)}, and nothing else. */
    void step(int from, int to) {
        step(from, to, optimiser);
    }

    /** The same by an optimiser that is another in nothing but its rate. */
    void step(int from, int to, Optimiser by) {
        if (from < to) {
            by.step(values, gradient, state, from, to);
            regions.forEach(region -> region.mark(from, to));
        }
    }
}

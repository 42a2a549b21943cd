package io.thalweg.model;

import io.thalweg.optimiser.Optimiser;
import java.util.Arrays;

/**
 * At how many times the optimiser's rate a step moves what is a task's own; what tasks share is always moved at the
 * usual one.
 */
public final class Pace {
    /** Everybody's is the usual one. */
    public static final Pace USUAL = new Pace(new double[0]);

    private final double[] paces; // [tasks], or none at all

    private Pace(double[] paces) {
        this.paces = paces;
    }

    /** @param paces of each task */
    public static Pace of(double[] paces) {
        return Arrays.stream(paces).allMatch(pace -> pace == 1) ? USUAL : new Pace(paces.clone());
    }

    boolean isUsual() {
        return paces.length == 0;
    }

    /** Of what belongs to a task, or to several if below 0. */
    double of(int owner) {
        return isUsual() || owner < 0 ? 1 : paces[owner];
    }

    /** The optimiser of what belongs to a task, or to several if below 0. */
    Optimiser of(int owner, Optimiser usual) {
        double pace = of(owner);
        return pace == 1 ? usual : usual.times(pace);
    }
}

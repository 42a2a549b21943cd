package io.thalweg.scenario;

import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation;
import io.thalweg.regularise.Regularisation.On;
import java.util.EnumMap;
import java.util.Map;

/** Regularisers on everything, for the contracts that none may escape. */
public final class Regularisations {
    private Regularisations() {}

    /** Groups where tasks have rows in common, l1 and l2 elsewhere, and a clip that now and then clips. */
    public static Regularisation all() {
        Map<On, Penalty> penalties = new EnumMap<>(On.class);
        penalties.put(On.EMBEDDINGS, new Penalty(0, 0.02, 0.01));
        penalties.put(On.LINEAR, new Penalty(0, 0, 0.02));
        penalties.put(On.ENCODERS, new Penalty(0.01, 0, 0));
        penalties.put(On.TRUNK, new Penalty(0, 0.03, 0));
        penalties.put(On.HEADS, new Penalty(0.01, 0.01, 0));
        return new Regularisation(penalties, 0.5);
    }

    /** The same numbers for all, without groups. */
    public static Regularisation l12() {
        Map<On, Penalty> penalties = new EnumMap<>(On.class);
        for (On on : On.values()) {
            penalties.put(on, new Penalty(0.01, 0.02, 0));
        }
        return new Regularisation(penalties, 0);
    }

    /** One thing on one part. */
    public static Regularisation only(On on, Penalty penalty) {
        Map<On, Penalty> penalties = new EnumMap<>(On.class);
        penalties.put(on, penalty);
        return new Regularisation(penalties, 0);
    }
}

package io.thalweg.regularise;

import io.thalweg.check.Require;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which parameters pay for being large, and how long a gradient may be. Biases pay nothing, nor do the numbers by which
 * tasks choose what to share.
 *
 * @param penalties by what pays them
 * @param clip the longest gradient of a block (a layer, or all rows of one owner that a step moves), as the mean over
 *     the examples of a step; a longer one is shortened to it (Pascanu, Mikolov and Bengio 2013). 0 for any length
 */
public record Regularisation(Map<On, Penalty> penalties, double clip) {
    /** The longest gradient that can be asked for. */
    public static final double LONGEST = 1e6;

    /** Nobody pays, and gradients are as long as they are. */
    public static final Regularisation NONE = new Regularisation(Collections.emptyMap(), 0);

    /** Some of the parameters. */
    public enum On {
        /** Rows by bucket that the layers read. */
        EMBEDDINGS,
        /** Weights by bucket or number that add to the scores at once. */
        LINEAR,
        /** What encodes sequences and images. */
        ENCODERS,
        /** All other layers: what tasks share, experts, gates and towers. */
        TRUNK,
        /** Each task's own layers behind the shared ones. */
        HEADS;

        /** As it is written in the configuration. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Regularisation {
        penalties = Collections.unmodifiableMap(new TreeMap<>(penalties));
        Require.that(clip >= 0 && clip <= LONGEST, "clip must be from 0 to %s, got %s", LONGEST, clip);
        for (On on : new On[] {On.ENCODERS, On.TRUNK}) {
            Require.that(
                    !penalties.containsKey(on) || penalties.get(on).group() == 0,
                    "group is over tasks, and %s do not have one row a task; it is for heads, linear and embeddings",
                    on.word());
        }
    }

    /** What {@code on} pays, if anything. */
    public Optional<Penalty> of(On on) {
        return Optional.ofNullable(penalties.get(on));
    }
}

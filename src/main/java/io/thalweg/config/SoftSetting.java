package io.thalweg.config;

import io.thalweg.sharing.Soft;
import java.util.List;

/** What draws the tasks' towers to each other, at {@code model.sharing: { type: soft, ... }}. */
final class SoftSetting {
    static final List<String> KEYS = List.of("toward", "by", "strength", "rho", "every", "leak");
    private static final String MEAN = "mean";
    private static final String EACH_OTHER = "each-other";
    private static final String GRADIENT = "gradient";
    private static final String ADMM = "admm";
    private static final String CONSENSUS = "consensus";
    private static final double STRENGTH = 0.01;

    private SoftSetting() {}

    static Soft read(Block block) {
        String toward = word(block, "toward", List.of(MEAN, EACH_OTHER));
        String by = word(block, "by", List.of(GRADIENT, ADMM, CONSENSUS));
        Value asked = block.get("by");
        if (asked != null && toward.equals(EACH_OTHER) && !by.equals(GRADIENT)) {
            asked.complain(
                    "is %s, whose rounds go by the towers' mean; set toward to mean, or let them go toward each-other by"
                            + " gradient",
                    by);
        }
        if (by.equals(GRADIENT)) {
            block.refuse(List.of("rho", "every", "leak"), "is for rounds, which only by: admm and consensus have");
            double strength = block.number("strength", STRENGTH);
            return new Soft(toward.equals(MEAN) ? new Soft.Mean(strength) : new Soft.Pairwise(strength));
        }
        return new Soft(rounds(block, by.equals(CONSENSUS)));
    }

    private static Soft.Admm rounds(Block block, boolean consensus) {
        double rho = block.number("rho", 0.1);
        int every = (int) block.whole("every", 20, 1, 1_000_000);
        double leak = block.number("leak", 0.01);
        if (consensus) {
            block.refuse(List.of("strength"), "says how near towers stay, and by consensus they become one");
            return Soft.Admm.consensus(rho, every, leak);
        }
        return new Soft.Admm(block.number("strength", STRENGTH), rho, every, leak);
    }

    /** One of several words, the first one where none is written. */
    private static String word(Block block, String key, List<String> words) {
        Value value = block.get(key);
        return value == null ? words.get(0) : value.choice(words).orElse(words.get(0));
    }
}

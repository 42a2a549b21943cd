package io.thalweg.simulate;

/**
 * One stream of random draws, each of them a function of the stream and a counter: nothing is consumed, and any draw
 * can be made again.
 */
final class Chance {
    private static final long PHI = 0x9e3779b97f4a7c15L;
    private static final double FRACTION = 0x1p-53;
    private static final double QUARTERS = 0x1p-16;
    private static final double ROOT_3 = 1.7320508075688772;

    private final long base;

    private Chance(long base) {
        this.base = base;
    }

    /** The stream of this name under this seed. */
    static Chance of(long seed, String name) {
        return new Chance(mix(mix(seed + PHI) + name.hashCode()));
    }

    /** A stream of its own for each {@code index}. */
    Chance under(long index) {
        return new Chance(mix(base ^ mix(index + PHI)));
    }

    /** 64 random bits: SplitMix64 (Steele, Lea and Flood 2014) at position {@code counter}. */
    long bits(long counter) {
        return mix(base + PHI * (counter + 1));
    }

    /** From 0 (exclusive) to 1 (exclusive). */
    double uniform(long counter) {
        return ((bits(counter) >>> 11) + 0.5) * FRACTION;
    }

    /** From 0 to {@code bound}, exclusive. */
    int below(int bound, long counter) {
        return (int) ((bits(counter) >>> 32) * bound >>> 32);
    }

    /**
     * Mean 0, variance 1, never beyond 3.5: four uniform draws of 16 bits added up, which is normal enough for a taste
     * and needs no logarithm.
     */
    double normal(long counter) {
        long bits = bits(counter);
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return ((sum + 2) * QUARTERS - 2) * ROOT_3;
    }

    private static long mix(long z) {
        long y = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        y = (y ^ y >>> 27) * 0x94d049bb133111ebL;
        return y ^ y >>> 31;
    }
}

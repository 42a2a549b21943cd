package io.thalweg.tensor;

/**
 * Randomness as a function: the same (seed, purpose, counter) gives the same number everywhere and for ever, in any
 * order, so that an initial value needs no storage.
 *
 * @param stream hash of the seed and of what the numbers are for
 */
public record Draws(long stream) {
    /** Numbers for {@code purpose} under {@code seed}. */
    public static Draws of(long seed, String purpose) {
        long stream = mix(seed + 0x9e3779b97f4a7c15L);
        for (int i = 0; i < purpose.length(); i++) {
            stream = mix(stream ^ purpose.charAt(i));
        }
        return new Draws(stream);
    }

    /** Uniform in [-1, 1), with 24 random bits. */
    public float symmetric(long counter) {
        return (mix(stream + counter * 0x9e3779b97f4a7c15L) >>> 40) * 0x1p-23f - 1;
    }

    /** Normal with mean 0 and deviation 1 (Box and Muller 1958). */
    public double normal(long counter) {
        double uniform = 1 - (symmetric(2 * counter) + 1.0) / 2; // in (0, 1]
        return StrictMath.sqrt(-2 * StrictMath.log(uniform))
                * StrictMath.cos(StrictMath.PI * symmetric(2 * counter + 1));
    }

    /** SplitMix64's finaliser (Steele, Lea and Flood 2014). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}

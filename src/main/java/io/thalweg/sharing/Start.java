package io.thalweg.sharing;

import java.util.List;

/** What the numbers of a {@link Block} begin with. */
public sealed interface Start {
    /**
     * Uniform as He et al. (2015) have it for rectified units, the last row 0.
     *
     * @param purpose what they are drawn for; blocks of one purpose begin alike
     */
    record Drawn(String purpose) implements Start {}

    /** These, row by row. */
    record Given(List<Double> numbers) implements Start {
        public Given {
            numbers = List.copyOf(numbers);
        }
    }

    /** Zeros. */
    record Zero() implements Start {}
}

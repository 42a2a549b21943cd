package io.thalweg.drift;

/** A change of a mean, as it was estimated when it was found. */
public record Shift(double before, double after) {
    public boolean isRise() {
        return after > before;
    }
}

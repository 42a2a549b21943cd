package io.thalweg.loss;

/** What a prediction says of its label. */
public enum Meaning {
    /** The chance of 1, or of each class. */
    PROBABILITY,
    /** A class by its sign, 1 above 0, and how sure; no chance of anything. */
    MARGIN,
    /** A value near the middle of those that the label can have. */
    VALUE,
    /** The mean of a label from 0 up, whose logarithm is what is learned. */
    EXPECTATION,
    /** The value below which a given share of the labels is. */
    QUANTILE
}

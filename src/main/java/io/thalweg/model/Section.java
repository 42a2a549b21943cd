package io.thalweg.model;

/**
 * Learned numbers that belong together, without their optimiser state, under a name that means the same in every
 * network that has it: {@code rows} rows of {@code width} numbers, the first one at {@code first}, {@code stride}
 * apart.
 *
 * @param reads what the section's inputs are, where their order is the configuration's; empty elsewhere
 * @param numbers live, and not to be written to
 */
public record Section(String name, String reads, float[] numbers, int first, int stride, int rows, int width) {
    /** The same under another name. */
    Section named(String other) {
        return new Section(other, reads, numbers, first, stride, rows, width);
    }

    /** The number in a row's column. */
    float at(int row, int column) {
        return numbers[first + row * stride + column];
    }
}

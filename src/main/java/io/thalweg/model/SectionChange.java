package io.thalweg.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What became of a section's numbers from one model to another.
 *
 * @param numbers how many there are
 * @param differing how many of them are not the same to the bit
 * @param norm of the difference, as the next two a square root of a sum of squares
 * @param largest absolute difference of two numbers
 * @param rows those that changed most, by the norm of their difference, the first one first
 */
public record SectionChange(
        String name,
        long numbers,
        long differing,
        double norm,
        double normBefore,
        double normAfter,
        double largest,
        List<Row> rows) {
    private static final int ROWS = 5;

    /** A row and the norm of its difference. */
    public record Row(int row, double norm) {}

    /** How {@code after} differs from {@code before}, which has as many rows and columns. */
    static SectionChange between(Section before, Section after) {
        Sum sum = new Sum();
        List<Row> most = new ArrayList<>();
        for (int row = 0; row < before.rows(); row++) {
            double squares = 0;
            for (int column = 0; column < before.width(); column++) {
                squares += sum.add(before.at(row, column), after.at(row, column));
            }
            if (squares > 0
                    && (most.size() < ROWS
                            || Math.sqrt(squares) > most.get(ROWS - 1).norm())) {
                most.add(new Row(row, Math.sqrt(squares)));
                most.sort(Comparator.comparingDouble(Row::norm).reversed()); // stable: the first of equal ones stays
                most.subList(Math.min(ROWS, most.size()), most.size()).clear();
            }
        }
        return new SectionChange(
                before.name(),
                (long) before.rows() * before.width(),
                sum.differing,
                Math.sqrt(sum.difference),
                Math.sqrt(sum.before),
                Math.sqrt(sum.after),
                sum.largest,
                List.copyOf(most));
    }

    private static final class Sum {
        private long differing;
        private double difference;
        private double before;
        private double after;
        private double largest;

        /** The square of the two numbers' difference. */
        double add(float a, float b) {
            double distance = (double) b - a;
            differing += Float.floatToRawIntBits(a) == Float.floatToRawIntBits(b) ? 0 : 1;
            difference += distance * distance;
            before += (double) a * a;
            after += (double) b * b;
            largest = Math.max(largest, Math.abs(distance));
            return distance * distance;
        }
    }
}

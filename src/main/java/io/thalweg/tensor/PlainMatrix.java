package io.thalweg.tensor;

/**
 * A matrix on the heap, or a view of one: the first {@code columns} of the first {@code rows} of its numbers.
 *
 * @param numbers row by row: loops over several rows at once are vectorised only if each is an array of its own
 */
record PlainMatrix(float[][] numbers, int rows, int columns) implements Matrix {
    PlainMatrix(int rows, int columns) {
        this(new float[rows][columns], rows, columns);
    }

    @Override
    public PlainMatrix withoutLastColumn() {
        return new PlainMatrix(numbers, rows, columns - 1);
    }

    @Override
    public PlainMatrix withoutLastRow() {
        return new PlainMatrix(numbers, rows - 1, columns);
    }

    @Override
    public void put(float[] from, int at) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(from, at + row * columns, numbers[row], 0, columns);
        }
    }

    @Override
    public void get(float[] to, int at) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(numbers[row], 0, to, at + row * columns, columns);
        }
    }
}

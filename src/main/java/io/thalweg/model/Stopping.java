package io.thalweg.model;

/** A signal as it is, whose readers' slopes end here. */
final class Stopping implements Cell {
    private final Rows from;
    private final Rows to;

    Stopping(Rows from, Rows to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void forward(int rung, int rows) {
        System.arraycopy(from.values(), 0, to.values(), 0, rows * to.stride());
    }

    @Override
    public void backward(int rung, int rows, boolean[] present) {}
}

package io.thalweg.model;

import java.util.List;

/** Signals side by side. */
final class Joining implements Cell {
    private final Rows[] from;
    private final Rows to;

    Joining(List<Rows> from, Rows to) {
        this.from = from.toArray(Rows[]::new);
        this.to = to;
    }

    @Override
    public void forward(int rung, int rows) {
        int first = 0;
        for (Rows part : from) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(
                        part.values(), row * part.stride(), to.values(), row * to.stride() + first, part.width());
            }
            first += part.width();
        }
    }

    @Override
    public void backward(int rung, int rows, boolean[] present) {
        int first = 0;
        for (Rows part : from) {
            for (int row = 0; row < rows; row++) {
                int at = row * part.stride();
                int of = row * to.stride() + first;
                for (int i = 0; i < part.width(); i++) {
                    part.slopes()[at + i] += to.slopes()[of + i];
                }
            }
            first += part.width();
        }
    }
}

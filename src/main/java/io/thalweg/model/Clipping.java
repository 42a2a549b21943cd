package io.thalweg.model;

/** Shortens gradients that are longer than {@code longest}; where that is 0, none. */
record Clipping(double longest) {
    /** Of the numbers from {@code from} to {@code to}. */
    void clip(float[] gradient, int from, int to) {
        clip(gradient, from, to, to - from, Math.max(1, to - from));
    }

    /** Of {@code each} numbers at {@code from}, as many {@code stride} further on, and so on before {@code to}. */
    void clip(float[] gradient, int from, int to, int each, int stride) {
        if (longest == 0) {
            return;
        }
        double squares = 0;
        for (int row = from; row < to; row += stride) {
            for (int i = row; i < row + each; i++) {
                squares += (double) gradient[i] * gradient[i];
            }
        }
        double length = Math.sqrt(squares);
        if (length > longest) {
            float share = (float) (longest / length);
            for (int row = from; row < to; row += stride) {
                for (int i = row; i < row + each; i++) {
                    gradient[i] *= share;
                }
            }
        }
    }
}

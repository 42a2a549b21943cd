package io.thalweg.model;

/** Weights of a layer as the products have them, {@code [inputs + 1, width]}, wherever they come from. */
interface Weights {
    int width();

    /** Whether they, or some of them, are there only as long as a task is. */
    boolean comeAndGo();

    /** Writes them to a place among those of other layers. */
    void show(Place place, float[] weights);

    /** Takes their gradient from there to the parameters' gradient, of a step that these tasks are in. */
    void collect(Place place, float[] gradient, boolean[] present);

    /** Rows {@code stride} numbers apart, of which the layer's begin at {@code first}. */
    record Place(int first, int stride, int rows) {
        int of(int row) {
            return first + row * stride;
        }
    }

    /**
     * A block of its own.
     *
     * @param isCommon whether other layers have it, too, so that its gradient is added to
     */
    record Own(PlacedBlock block, Parameters parameters, boolean isCommon) implements Weights {
        @Override
        public int width() {
            return block.width();
        }

        @Override
        public boolean comeAndGo() {
            return block.block().owner() >= 0
                    || block.block().columns().stream().anyMatch(task -> task >= 0);
        }

        @Override
        public void show(Place place, float[] weights) {
            for (int row = 0; row < place.rows(); row++) {
                System.arraycopy(parameters.values(), block.at() + row * width(), weights, place.of(row), width());
            }
        }

        @Override
        public void collect(Place place, float[] gradient, boolean[] present) {
            for (int row = 0; row < place.rows(); row++) {
                int to = block.at() + row * width();
                if (isCommon) {
                    add(gradient, place.of(row), to);
                } else {
                    System.arraycopy(gradient, place.of(row), parameters.gradient(), to, width());
                }
            }
        }

        private void add(float[] gradient, int from, int to) {
            for (int i = 0; i < width(); i++) {
                parameters.gradient()[to + i] += gradient[from + i];
            }
        }
    }
}

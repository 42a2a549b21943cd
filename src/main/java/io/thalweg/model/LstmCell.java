package io.thalweg.model;

import io.thalweg.tensor.Squash;
import java.util.Arrays;

/** {@link io.thalweg.encoder.Lstm}: one product a step, and on the way back one for the gradient of all steps. */
final class LstmCell implements Cell {
    private static final int GATES = 3; // i, f and o; then g
    private static final int PARTS = GATES + 1;

    private final Recurrence time;
    private final boolean[] users;
    private final Applied layer;
    private final float[] sums; // [rows, 4 units] of a step
    private final float[][] parts; // i, f, o, g, each [steps][rows][units]
    private final float[] memory; // [steps + 1][rows][units] before each step
    private final float[] shown; // tanh of the memory after each step
    private final float[] slopes; // [steps][rows][4 units] of the sums
    private final float[] memorySlopes; // [rows, units]
    private final float[] ofSeen; // slopes of what a step sees

    /** @param ladder numbers of rows, ascending */
    LstmCell(EncoderEnds ends, Applied.Columns all, Ladder ladder) {
        int rows = ladder.top();
        time = new Recurrence(ends, rows);
        users = ends.users();
        int units = time.units();
        layer = new Applied(all, ladder, time.steps());
        int states = time.steps() * rows * units;
        sums = new float[rows * PARTS * units];
        parts = new float[PARTS][states];
        memory = new float[states + rows * units];
        shown = new float[states];
        slopes = new float[PARTS * states];
        memorySlopes = new float[rows * units];
        ofSeen = new float[rows * time.inputs()];
    }

    @Override
    public void publish() {
        layer.publish();
    }

    @Override
    public void forward(int rung, int rows) {
        int longest = time.begin(rows);
        int states = rows * time.units();
        Arrays.fill(memory, 0, states, 0);
        for (int step = 0; step < longest; step++) {
            time.see(step, rows);
            layer.forward(rung, time.seen(), step * rows * time.inputs(), sums, 0);
            part(step, rows);
            remember(step, rows);
            System.arraycopy(memory, (step + 1) * states, shown, step * states, states);
            Squash.tanh(shown, step * states, (step + 1) * states);
            show(step, rows);
        }
        time.finish(rows);
    }

    /** Sets the sums of a step apart, each part squashed. */
    private void part(int step, int rows) {
        int units = time.units();
        int first = step * rows * units;
        for (int part = 0; part < PARTS; part++) {
            float[] of = parts[part];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(sums, (row * PARTS + part) * units, of, first + row * units, units);
            }
        }
        float[] forget = parts[1];
        for (int i = first; i < first + rows * units; i++) {
            forget[i] += 1;
        }
        for (int gate = 0; gate < GATES; gate++) {
            Squash.logistic(parts[gate], first, first + rows * units);
        }
        Squash.tanh(parts[GATES], first, first + rows * units);
    }

    private void remember(int step, int rows) {
        int units = time.units();
        for (int row = 0; row < rows; row++) {
            int at = (step * rows + row) * units;
            int after = at + rows * units;
            if (time.goesOn(row, step)) {
                for (int i = 0; i < units; i++) {
                    memory[after + i] = parts[1][at + i] * memory[at + i] + parts[0][at + i] * parts[GATES][at + i];
                }
            } else {
                System.arraycopy(memory, at, memory, after, units);
            }
        }
    }

    private void show(int step, int rows) {
        int units = time.units();
        for (int row = 0; row < rows; row++) {
            if (time.goesOn(row, step)) {
                int at = (step * rows + row) * units;
                for (int i = 0; i < units; i++) {
                    time.state()[row * units + i] = parts[2][at + i] * shown[at + i];
                }
            }
        }
    }

    /** Leaves the gradient of its weights in the parameters', too. */
    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (!Users.any(users, present)) {
            return;
        }
        int sumsOfStep = PARTS * rows * time.units();
        Arrays.fill(slopes, 0, time.steps() * sumsOfStep, 0);
        Arrays.fill(memorySlopes, 0, rows * time.units(), 0);
        time.beginBack(rows);
        for (int step = time.steps() - 1; step >= 0; step--) {
            boolean goesOn = false;
            for (int row = 0; row < rows; row++) {
                if (time.goesOn(row, step)) {
                    toSums(step, row, rows);
                    goesOn = true;
                }
            }
            if (goesOn) {
                layer.backward(rung, slopes, step * sumsOfStep, ofSeen, 0);
                time.giveBack(ofSeen, step, rows);
                toState(step, rows);
            }
        }
        layer.collect(rung, time.seen(), slopes);
    }

    private void toSums(int step, int row, int rows) {
        int units = time.units();
        int at = (step * rows + row) * units;
        int own = row * units;
        int sum = at * PARTS;
        for (int i = 0; i < units; i++) {
            float in = parts[0][at + i];
            float forget = parts[1][at + i];
            float out = parts[2][at + i];
            float news = parts[GATES][at + i];
            float tanh = shown[at + i];
            float slope = time.slopes()[own + i];
            float ofMemory = memorySlopes[own + i] + slope * out * (1 - tanh * tanh);
            slopes[sum + i] = ofMemory * news * in * (1 - in);
            slopes[sum + units + i] = ofMemory * memory[at + i] * forget * (1 - forget);
            slopes[sum + 2 * units + i] = slope * tanh * out * (1 - out);
            slopes[sum + 3 * units + i] = ofMemory * in * (1 - news * news);
            memorySlopes[own + i] = ofMemory * forget;
        }
    }

    private void toState(int step, int rows) {
        int units = time.units();
        for (int row = 0; row < rows; row++) {
            if (time.goesOn(row, step)) {
                System.arraycopy(ofSeen, time.stateAt(0, row, rows), time.slopes(), row * units, units);
                time.clip(row, memorySlopes);
            }
        }
    }
}

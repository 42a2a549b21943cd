package io.thalweg.model;

import io.thalweg.tensor.Squash;
import java.util.Arrays;

/** {@link io.thalweg.encoder.Gru}: two products a step, and on the way back one for the gradient of each. */
final class GruCell implements Cell {
    private final Recurrence time;
    private final boolean[] users;
    private final Applied toGates;
    private final Applied toCandidate;
    private final float[] gates; // [steps][rows][2 units]: z, r
    private final float[] candidates; // [steps][rows][units]
    private final float[] reset; // like what is seen, but for the state, which is r times what it was
    private final float[] gateSlopes;
    private final float[] candidateSlopes;
    private final float[] ofSeen; // slopes of what a step sees

    /** @param ladder numbers of rows, ascending */
    GruCell(EncoderEnds ends, Applied.Columns all, Ladder ladder) {
        int rows = ladder.top();
        time = new Recurrence(ends, rows);
        users = ends.users();
        int units = time.units();
        toGates = new Applied(new Applied.Columns(all.block(), all.parameters(), 0, 2 * units), ladder, time.steps());
        toCandidate =
                new Applied(new Applied.Columns(all.block(), all.parameters(), 2 * units, units), ladder, time.steps());
        gates = new float[time.steps() * rows * 2 * units];
        candidates = new float[time.steps() * rows * units];
        reset = new float[time.seen().length];
        gateSlopes = new float[gates.length];
        candidateSlopes = new float[candidates.length];
        ofSeen = new float[rows * time.inputs()];
    }

    @Override
    public void publish() {
        toGates.publish();
        toCandidate.publish();
    }

    @Override
    public void forward(int rung, int rows) {
        int longest = time.begin(rows);
        int seen = rows * time.inputs();
        int units = rows * time.units();
        Arrays.fill(reset, longest * seen, time.steps() * seen, 0);
        for (int step = 0; step < longest; step++) {
            time.see(step, rows);
            toGates.forward(rung, time.seen(), step * seen, gates, step * 2 * units);
            Squash.logistic(gates, step * 2 * units, (step + 1) * 2 * units);
            reset(step, rows);
            toCandidate.forward(rung, reset, step * seen, candidates, step * units);
            Squash.tanh(candidates, step * units, (step + 1) * units);
            move(step, rows);
        }
        time.finish(rows);
    }

    private void reset(int step, int rows) {
        int units = time.units();
        int from = step * rows * time.inputs();
        System.arraycopy(time.seen(), from, reset, from, rows * time.inputs());
        for (int row = 0; row < rows; row++) {
            int at = time.stateAt(step, row, rows);
            int r = (step * rows + row) * 2 * units + units;
            for (int i = 0; i < units; i++) {
                reset[at + i] *= gates[r + i];
            }
        }
    }

    private void move(int step, int rows) {
        int units = time.units();
        float[] state = time.state();
        for (int row = 0; row < rows; row++) {
            if (time.goesOn(row, step)) {
                int z = (step * rows + row) * 2 * units;
                int c = (step * rows + row) * units;
                int h = row * units;
                for (int i = 0; i < units; i++) {
                    state[h + i] += gates[z + i] * (candidates[c + i] - state[h + i]);
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
        int units = rows * time.units();
        Arrays.fill(gateSlopes, 0, time.steps() * 2 * units, 0);
        Arrays.fill(candidateSlopes, 0, time.steps() * units, 0);
        time.beginBack(rows);
        for (int step = time.steps() - 1; step >= 0; step--) {
            if (anyGoesOn(step, rows)) {
                toCandidatesAndUpdates(step, rows);
                toCandidate.backward(rung, candidateSlopes, step * units, ofSeen, 0);
                time.giveBack(ofSeen, step, rows);
                toResets(step, rows);
                toGates.backward(rung, gateSlopes, step * 2 * units, ofSeen, 0);
                time.giveBack(ofSeen, step, rows);
                toState(step, rows);
            }
        }
        toGates.collect(rung, time.seen(), gateSlopes);
        toCandidate.collect(rung, reset, candidateSlopes);
    }

    private boolean anyGoesOn(int step, int rows) {
        int row = 0;
        while (row < rows && !time.goesOn(row, step)) {
            row++;
        }
        return row < rows;
    }

    /** From the state's slopes, of which what goes through the update gate to the state before is left. */
    private void toCandidatesAndUpdates(int step, int rows) {
        int units = time.units();
        float[] slopes = time.slopes();
        for (int row = 0; row < rows; row++) {
            if (time.goesOn(row, step)) {
                int before = time.stateAt(step, row, rows);
                int z = (step * rows + row) * 2 * units;
                int c = (step * rows + row) * units;
                for (int i = 0; i < units; i++) {
                    float slope = slopes[row * units + i];
                    float update = gates[z + i];
                    float candidate = candidates[c + i];
                    gateSlopes[z + i] = slope * (candidate - time.seen()[before + i]) * update * (1 - update);
                    candidateSlopes[c + i] = slope * update * (1 - candidate * candidate);
                    slopes[row * units + i] = slope * (1 - update);
                }
            }
        }
    }

    /** From the slopes of the state that was reset. */
    private void toResets(int step, int rows) {
        int units = time.units();
        for (int row = 0; row < rows; row++) {
            if (time.goesOn(row, step)) {
                int before = time.stateAt(step, row, rows);
                int from = time.stateAt(0, row, rows);
                int r = (step * rows + row) * 2 * units + units;
                for (int i = 0; i < units; i++) {
                    float slope = ofSeen[from + i];
                    float gate = gates[r + i];
                    gateSlopes[r + i] = slope * time.seen()[before + i] * gate * (1 - gate);
                    time.slopes()[row * units + i] += slope * gate;
                }
            }
        }
    }

    private void toState(int step, int rows) {
        int units = time.units();
        for (int row = 0; row < rows; row++) {
            if (time.goesOn(row, step)) {
                int from = time.stateAt(0, row, rows);
                for (int i = 0; i < units; i++) {
                    time.slopes()[row * units + i] += ofSeen[from + i];
                }
                time.clip(row, time.slopes());
            }
        }
    }
}

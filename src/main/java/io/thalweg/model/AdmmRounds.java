package io.thalweg.model;

import io.thalweg.sharing.Tie;
import java.util.Arrays;
import java.util.List;

/** Blocks that go to their mean by rounds of ADMM; see {@link io.thalweg.sharing.Soft.Admm}. */
final class AdmmRounds implements Bond {
    private final List<PlacedBlock> own; // theta_t
    private final PlacedBlock mean; // theta_s
    private final List<PlacedBlock> duals; // u_t
    private final List<PlacedBlock> steps; // of a task, since its last round
    private final Tie.Rounds tie;
    private final Parameters parameters;
    private final int length;

    AdmmRounds(Tie.Rounds tie, Blocks blocks) {
        this.tie = tie;
        own = tie.holds().stream().map(blocks::placed).toList();
        mean = blocks.placed(tie.mean());
        duals = tie.duals().stream().map(blocks::placed).toList();
        steps = tie.steps().stream().map(blocks::placed).toList();
        parameters = blocks.parameters();
        length = mean.block().length();
    }

    /** Adds {@code rho (theta_t - z_t + u_t)} to the gradient of each present task's block. */
    @Override
    public void pull(boolean[] present) {
        float[] values = parameters.values();
        float[] gradient = parameters.gradient();
        float rho = (float) tie.settings().rho();
        float rest = (float) (1 - tie.settings().way()); // of u, when z is at way u from the mean
        for (int task = 0; task < own.size(); task++) {
            if (own.get(task).moves(present)) {
                int at = own.get(task).at();
                int dual = duals.get(task).at();
                for (int i = 0; i < length; i++) {
                    gradient[at + i] += rho * (values[at + i] - values[mean.at() + i] + rest * values[dual + i]);
                }
            }
        }
    }

    @Override
    public void settle(boolean[] present) {
        boolean isDue = false;
        for (int task = 0; task < own.size(); task++) {
            if (own.get(task).moves(present)) {
                parameters.write(
                        steps.get(task).at(),
                        parameters.values()[steps.get(task).at()] + 1);
                isDue |= isDue(task);
            }
        }
        if (isDue) {
            average();
            for (int task = 0; task < own.size(); task++) {
                if (own.get(task).moves(present) && isDue(task)) {
                    turn(task);
                }
            }
        }
    }

    private boolean isDue(int task) {
        return parameters.values()[steps.get(task).at()] >= tie.settings().every();
    }

    /** theta_s from what all have said last. */
    private void average() {
        float[] values = parameters.values();
        float share = 1f / own.size();
        Arrays.fill(values, mean.at(), mean.end(), 0);
        for (int task = 0; task < own.size(); task++) {
            int at = own.get(task).at();
            int dual = duals.get(task).at();
            for (int i = 0; i < length; i++) {
                values[mean.at() + i] += share * (values[at + i] + values[dual + i]);
            }
        }
        parameters.wrote(mean.at(), mean.end());
    }

    /** u_t; what is left of {@code u_t + theta_t - z_t} when z_t is put in. */
    private void turn(int task) {
        float[] values = parameters.values();
        float left = (float) ((1 - tie.settings().leak()) / (1 + tie.settings().way()));
        int at = own.get(task).at();
        int dual = duals.get(task).at();
        for (int i = 0; i < length; i++) {
            values[dual + i] = left * (values[dual + i] + values[at + i] - values[mean.at() + i]);
        }
        parameters.wrote(dual, dual + length);
        parameters.write(steps.get(task).at(), 0);
    }
}

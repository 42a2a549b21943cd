package io.thalweg.model;

import io.thalweg.sharing.Block;
import io.thalweg.sharing.Relation;
import io.thalweg.sharing.Tie;
import io.thalweg.tensor.Eigen;
import java.util.Arrays;
import java.util.List;

/** How heads vary together, and what they pay for not doing so; see {@link Relation.Covariance}. */
final class TaskCovariance implements Bond {
    private static final double EPSILON = 0.01; // of the mean of the diagonal
    private static final int AVERAGED = 10; // products of heads
    private static final double LEAST = 1e-6; // eigenvalue, of the largest one

    private final List<PlacedBlock> heads; // [inputs + 1, 1]
    private final List<PlacedBlock> rows; // of M
    private final List<PlacedBlock> steps;
    private final PlacedBlock clock;
    private final Relation.Covariance settings;
    private final Parameters parameters;
    private double[][] omega;
    private double[][] inverse; // of omega

    TaskCovariance(Tie.Covariance tie, Blocks blocks) {
        heads = placed(tie.holds(), blocks);
        rows = placed(tie.rows(), blocks);
        steps = placed(tie.steps(), blocks);
        clock = blocks.placed(tie.clock());
        settings = tie.settings();
        parameters = blocks.parameters();
        omega = new double[0][];
        inverse = new double[0][];
        restored();
    }

    private static List<PlacedBlock> placed(List<Block> some, Blocks blocks) {
        return some.stream().map(blocks::placed).toList();
    }

    /** Adds {@code strength W Omega^-1}'s column to the gradient of each present task's head. */
    @Override
    public void pull(boolean[] present) {
        float[] values = parameters.values();
        float[] gradient = parameters.gradient();
        for (int task = 0; task < heads.size(); task++) {
            if (heads.get(task).moves(present)) {
                int to = heads.get(task).at();
                for (int other = 0; other < heads.size(); other++) {
                    float factor = (float) (settings.strength() * inverse[task][other]);
                    int from = heads.get(other).at();
                    for (int i = 0; i < weights(); i++) {
                        gradient[to + i] += factor * values[from + i];
                    }
                }
            }
        }
    }

    /** Of a head, without its bias. */
    private int weights() {
        return heads.get(0).block().rows() - 1;
    }

    @Override
    public void settle(boolean[] present) {
        boolean isAny = false;
        for (int task = 0; task < heads.size(); task++) {
            if (heads.get(task).moves(present)) {
                int enough = settings.warmUp() + AVERAGED * settings.every();
                parameters.write(steps.get(task).at(), Math.min(steps(task) + 1, enough));
                isAny = true;
            }
        }
        float time = parameters.values()[clock.at()] + (isAny ? 1 : 0);
        boolean isDue = time >= settings.every();
        if (isAny) {
            parameters.write(clock.at(), isDue ? 0 : time);
        }
        if (isDue) {
            average();
            restored();
        }
    }

    private int steps(int task) {
        return (int) parameters.values()[steps.get(task).at()];
    }

    private boolean isReady(int task) {
        return steps(task) >= settings.warmUp();
    }

    private void average() {
        double usual = usual();
        for (int task = 0; task < heads.size(); task++) {
            for (int other = 0; other <= task; other++) {
                double next = task == other ? usual : 0;
                if (isReady(task) && isReady(other)) {
                    double product = product(task, other) + (task == other ? EPSILON * usual : 0);
                    double share = share(Math.min(steps(task), steps(other)));
                    next = (1 - share) * covariance(task, other) + share * product;
                }
                parameters.write(rows.get(task).at() + other, (float) next);
                parameters.write(rows.get(other).at() + task, (float) next);
            }
        }
    }

    /** The mean of the squares of the heads that have learned enough, or 1. */
    private double usual() {
        double sum = 0;
        int count = 0;
        for (int task = 0; task < heads.size(); task++) {
            if (isReady(task)) {
                sum += product(task, task);
                count++;
            }
        }
        return sum > 0 ? sum / count : 1;
    }

    private double share(int learned) {
        return Math.max(1.0 / AVERAGED, 1.0 / (1 + (learned - settings.warmUp()) / settings.every()));
    }

    private double product(int task, int other) {
        float[] values = parameters.values();
        int a = heads.get(task).at();
        int b = heads.get(other).at();
        double sum = 0;
        for (int i = 0; i < weights(); i++) {
            sum += (double) values[a + i] * values[b + i];
        }
        return sum;
    }

    private double covariance(int task, int other) {
        return parameters.values()[rows.get(task).at() + other];
    }

    /** Omega of M. */
    @Override
    public void restored() {
        double[][] mean = new double[heads.size()][heads.size()];
        for (int task = 0; task < mean.length; task++) {
            for (int other = 0; other <= task; other++) {
                mean[task][other] = covariance(task, other);
                mean[other][task] = mean[task][other];
            }
        }
        Eigen eigen = Eigen.of(mean);
        double largest = Arrays.stream(eigen.values()).max().orElse(0);
        double least = Math.max(LEAST * largest, Float.MIN_NORMAL);
        double trace = Arrays.stream(eigen.values())
                .map(value -> Math.sqrt(Math.max(value, least)))
                .sum();
        omega = eigen.map(value -> Math.sqrt(Math.max(value, least)) / trace);
        inverse = eigen.map(value -> trace / Math.sqrt(Math.max(value, least)));
    }

    /** How far a task's head goes with another's: from -1 to 1, the opposite to the same. */
    double correlation(int task, int other) {
        return omega[task][other] / Math.sqrt(omega[task][task] * omega[other][other]);
    }
}

package io.thalweg.sharing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What holds blocks to each other besides the loss: it pulls at them before a step, or looks at them behind it. */
public sealed interface Tie {
    /** The blocks of parts that it holds. */
    List<Block> holds();

    /** Blocks of its own, which no part has. */
    default List<Block> adds() {
        return List.of();
    }

    /** What a held block of a task that is added later begins from; none where that is the block's own start. */
    default Optional<Block> beginning() {
        return Optional.empty();
    }

    /** Two layers that read the same signal pay {@code penalty |one' other|^2}, biases left out. */
    record Apart(Block one, Block other, double penalty) implements Tie {
        @Override
        public List<Block> holds() {
            return List.of(one, other);
        }
    }

    /** Blocks of one size pay {@code strength |one - other|^2} for each pair of them. */
    record Pairwise(List<Block> holds, double strength) implements Tie {}

    /**
     * Blocks of one size pay {@code strength |one - mean|^2} each, and so does the mean, which is learned like them.
     */
    record Mean(List<Block> holds, Block mean, double strength) implements Tie {
        @Override
        public List<Block> adds() {
            return List.of(mean);
        }

        @Override
        public Optional<Block> beginning() {
            return Optional.of(mean);
        }
    }

    /**
     * The same by the alternating direction method of multipliers.
     *
     * @param mean theta_s, moved by rounds alone
     * @param duals u, one like each of {@code holds}
     * @param steps how many steps of its task each of them has behind it since its last round
     */
    record Rounds(List<Block> holds, Block mean, List<Block> duals, List<Block> steps, Soft.Admm settings)
            implements Tie {
        @Override
        public List<Block> adds() {
            return Stream.of(List.of(mean), duals, steps).flatMap(List::stream).toList();
        }

        @Override
        public Optional<Block> beginning() {
            return Optional.of(mean);
        }
    }

    /**
     * Heads pay for going against how they vary together.
     *
     * @param rows of M, the mean of W'W, one for each of {@code holds}
     * @param steps how many steps of its task each of them has learned from, up to when it no longer matters
     * @param clock steps since Omega was made
     */
    record Covariance(List<Block> holds, List<Block> rows, List<Block> steps, Block clock, Relation.Covariance settings)
            implements Tie {
        @Override
        public List<Block> adds() {
            return Stream.of(rows, steps, List.of(clock)).flatMap(List::stream).toList();
        }
    }

    /**
     * The start that tasks added later begin from: it follows these blocks, one of each task.
     *
     * @param start phi, moved by {@link Newcomers.Reptile} alone
     * @param steps how many steps of its task each of the blocks has behind it since it last moved phi
     */
    record Beginning(List<Block> holds, Block start, List<Block> steps, Newcomers.Reptile settings) implements Tie {
        @Override
        public List<Block> adds() {
            return Stream.of(List.of(start), steps).flatMap(List::stream).toList();
        }

        @Override
        public Optional<Block> beginning() {
            return Optional.of(start);
        }
    }

    /**
     * The same, which learns from how far copies of these blocks get from it.
     *
     * @param start phi, moved by {@link Newcomers.Maml} alone
     * @param copies theta', one like each of {@code holds}
     * @param steps how many steps each copy is away from phi
     */
    record Adapting(List<Block> holds, Block start, List<Block> copies, List<Block> steps, Newcomers.Maml settings)
            implements Tie {
        @Override
        public List<Block> adds() {
            return Stream.of(List.of(start), copies, steps)
                    .flatMap(List::stream)
                    .toList();
        }

        @Override
        public Optional<Block> beginning() {
            return Optional.of(start);
        }
    }
}

package io.thalweg.sharing;

import io.thalweg.encoder.Encoded;
import io.thalweg.sharing.Plan.Signal;
import java.util.ArrayList;
import java.util.List;

/** Something that makes one signal of others. */
public sealed interface Part {
    List<Signal> reads();

    Signal to();

    /** Those of what it reads that learn from what becomes of {@link #to}. */
    default List<Signal> teaches() {
        return reads();
    }

    /** What it learns. */
    default List<Block> blocks() {
        return List.of();
    }

    /** Where a network begins: what is known of the examples. */
    sealed interface Source extends Part {
        @Override
        default List<Signal> reads() {
            return List.of();
        }
    }

    /**
     * Embeddings of its own, and the numbers.
     *
     * @param owner the task whose embeddings they are, or {@link Plan#SHARED}
     */
    record Input(int owner, Signal to) implements Source {}

    /**
     * The embeddings of a sequence's items side by side, oldest first, or an image's pixels; behind a {@link Input} of
     * the same owner.
     *
     * @param to as wide as the longest sequence; shorter ones leave the rest alone
     */
    record Items(int owner, Signal to) implements Source {}

    /**
     * What an encoder makes of a sequence or an image.
     *
     * @param weights of its layers
     * @param items what it reads, side by side
     * @param input where the embedding of the candidate is
     */
    record Encoding(Encoded encoded, List<Block> weights, Signal items, Signal input, Signal to) implements Part {
        public Encoding {
            weights = List.copyOf(weights);
        }

        @Override
        public List<Signal> reads() {
            return encoded.encoder().readsCandidate() ? List.of(items, input) : List.of(items);
        }

        @Override
        public List<Block> blocks() {
            return weights;
        }
    }

    /** A fully connected layer, {@code to = from W + b}, rectified or not, whatever W and b come from. */
    sealed interface Layer extends Part {
        Signal from();

        boolean isRectified();

        @Override
        default List<Signal> reads() {
            return List.of(from());
        }
    }

    /**
     * A layer with weights of its own.
     *
     * @param weights {@code [from + 1, to]}, the last row being the bias
     */
    record Dense(Block weights, Signal from, Signal to, boolean isRectified) implements Layer {
        @Override
        public List<Block> blocks() {
            return List.of(weights);
        }
    }

    /**
     * A rectified layer with the weights {@code a shared + (1 - a) own}, {@code a = sigmoid(gate)}.
     *
     * @param shared like {@code own}; others may read it, too
     * @param own {@code [from + 1, to]}, the last row being the bias
     * @param gate one number
     * @param penalty of {@code a (1 - a)}
     */
    record Chosen(Block shared, Block own, Block gate, double penalty, Signal from, Signal to) implements Layer {
        @Override
        public boolean isRectified() {
            return true;
        }

        @Override
        public List<Block> blocks() {
            return List.of(shared, own, gate);
        }
    }

    /**
     * A layer with the weights {@code factor shared + own}.
     *
     * @param shared like {@code own}; others may read it, too
     * @param own {@code [from + 1, to]}, the last row being the bias
     */
    record Sum(Block shared, double factor, Block own, Signal from, Signal to) implements Layer {
        @Override
        public boolean isRectified() {
            return false;
        }

        @Override
        public List<Block> blocks() {
            return List.of(shared, own);
        }
    }

    /**
     * A layer with the weights {@code (own + coupling/T sum of all T) / (1 + coupling)}, whose gradient moves the own
     * block alone.
     *
     * @param own one of {@code all}, {@code [from + 1, to]}, the last row being the bias
     */
    record Related(Block own, List<Block> all, double coupling, Signal from, Signal to) implements Layer {
        @Override
        public boolean isRectified() {
            return false;
        }

        @Override
        public List<Block> blocks() {
            return List.of(own);
        }
    }

    /** {@code to = sqrt(2/D) cos(Omega from + b)}, with D the width of {@code to} and Omega and b drawn. */
    record Fourier(double bandwidth, Signal from, Signal to) implements Part {
        @Override
        public List<Signal> reads() {
            return List.of(from);
        }
    }

    /**
     * A learned weighted sum: {@code to = sum over i of w[i] from[i]} with {@code w[i] = shares[i] + (1 - sum of
     * shares) / n}, so that the weights sum up to 1.
     *
     * @param shares one for each of {@code from}, {@code [1, n]}
     */
    record Stitch(Block shares, List<Signal> from, Signal to) implements Part {
        @Override
        public List<Signal> reads() {
            return from;
        }

        @Override
        public List<Block> blocks() {
            return List.of(shares);
        }
    }

    /** Signals side by side, in one as wide as all of them. */
    record Join(List<Signal> from, Signal to) implements Part {
        @Override
        public List<Signal> reads() {
            return from;
        }
    }

    /**
     * A weighted mean of experts: {@code to = sum over e of softmax(gate)[e] experts[e]}, row by row.
     *
     * @param gate a column for each expert
     */
    record Mixture(Signal gate, List<Signal> experts, Signal to) implements Part {
        @Override
        public List<Signal> reads() {
            List<Signal> reads = new ArrayList<>(experts);
            reads.add(gate);
            return reads;
        }
    }

    /** A signal as it is, through which no slope goes back. */
    record Stop(Signal from, Signal to) implements Part {
        @Override
        public List<Signal> reads() {
            return List.of(from);
        }

        @Override
        public List<Signal> teaches() {
            return List.of();
        }
    }

    /**
     * Dot-product attention over a few signals, row by row: {@code to = sum over i of softmax(<queries[i], keys[i]> /
     * sqrt(width of keys))[i] values[i]}.
     */
    record Transfer(List<Signal> queries, List<Signal> keys, List<Signal> values, Signal to) implements Part {
        @Override
        public List<Signal> reads() {
            List<Signal> reads = new ArrayList<>(queries);
            reads.addAll(keys);
            reads.addAll(values);
            return reads;
        }
    }
}

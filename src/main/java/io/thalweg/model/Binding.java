package io.thalweg.model;

import io.thalweg.encoder.Conv;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Gru;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Lstm;
import io.thalweg.encoder.TargetAttention;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Tie;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes cells of a plan's parts, and bonds of its ties.
 *
 * @param users of each signal
 * @param signals by their index
 */
record Binding(Plan plan, boolean[][] users, Blocks blocks, List<Rows> signals, Ladder ladder) {
    /**
     * In the order of the way there. Layers that read the same signal become one cell, where the first of them stands.
     *
     * @param seed of what is drawn and not learned
     * @param inputs names of what the network reads
     */
    List<Cell> cells(long seed, List<String> inputs) {
        List<Cell> cells = new ArrayList<>();
        Map<Plan.Signal, List<WideProduct.Target>> readers = new LinkedHashMap<>();
        plan.only(Part.Layer.class)
                .forEach(layer -> readers.computeIfAbsent(layer.from(), from -> new ArrayList<>())
                        .add(new WideProduct.Target(
                                weights(layer), rows(layer.to()), layer.isRectified(), users(layer))));
        for (Part part : plan.parts()) {
            if (part instanceof Part.Layer layer) {
                List<WideProduct.Target> targets = readers.remove(layer.from());
                if (targets != null) {
                    cells.add(new WideProduct(rows(layer.from()), targets, ladder));
                }
            } else if (part instanceof Part.Mixture mixture) {
                cells.add(
                        new Mixing(rows(mixture.gate()), rows(mixture.experts()), rows(mixture.to()), users(mixture)));
            } else if (part instanceof Part.Encoding encoding) {
                cells.add(encoder(encoding));
            } else if (part instanceof Part.Join join) {
                cells.add(new Joining(rows(join.from()), rows(join.to())));
            } else if (part instanceof Part.Stop stop) {
                cells.add(new Stopping(rows(stop.from()), rows(stop.to())));
            } else if (part instanceof Part.Transfer transfer) {
                var from =
                        new Transferring.From(rows(transfer.queries()), rows(transfer.keys()), rows(transfer.values()));
                cells.add(new Transferring(from, rows(transfer.to()), users(transfer)));
            } else if (part instanceof Part.Fourier fourier) {
                var drawing = new FourierFeatures.Drawing(seed, names(fourier.from(), inputs), fourier.bandwidth());
                cells.add(
                        new FourierFeatures(drawing, rows(fourier.from()), rows(fourier.to()), users(fourier), ladder));
            } else if (part instanceof Part.Stitch stitch) {
                PlacedBlock shares = blocks.placed(stitch.shares());
                cells.add(new Stitching(
                        blocks.parameters(), shares, rows(stitch.from()), rows(stitch.to()), users(stitch)));
            }
        }
        return cells;
    }

    /** Of a signal's numbers: those of the inputs, or of a layer's units. */
    List<String> names(Plan.Signal signal, List<String> inputs) {
        return plan.inputs().contains(signal)
                ? inputs
                : IntStream.range(0, signal.width())
                        .mapToObj(unit -> "unit " + unit)
                        .toList();
    }

    static Bond bond(Tie tie, Blocks blocks) {
        if (tie instanceof Tie.Apart apart) {
            return Orthogonality.of(apart, blocks);
        }
        if (tie instanceof Tie.Pairwise pairwise) {
            return new PairwisePull(pairwise, blocks);
        }
        if (tie instanceof Tie.Beginning beginning) {
            return new Beginnings(beginning, blocks);
        }
        if (tie instanceof Tie.Adapting adapting) {
            return new Adaptation(adapting, blocks);
        }
        if (tie instanceof Tie.Mean mean) {
            return new MeanPull(mean, blocks);
        }
        return tie instanceof Tie.Rounds rounds
                ? new AdmmRounds(rounds, blocks)
                : new TaskCovariance((Tie.Covariance) tie, blocks);
    }

    private Cell encoder(Part.Encoding part) {
        EncoderEnds ends =
                new EncoderEnds(part.encoded(), rows(part.items()), rows(part.input()), rows(part.to()), users(part));
        List<Applied.Columns> layers = part.weights().stream()
                .map(block -> Applied.Columns.all(blocks.placed(block), blocks.parameters()))
                .toList();
        Encoder encoder = part.encoded().encoder();
        if (encoder instanceof Conv) {
            return new Convolving(ends, layers.get(0), ladder);
        } else if (encoder instanceof Gru) {
            return new GruCell(ends, layers.get(0), ladder);
        } else if (encoder instanceof Lstm) {
            return new LstmCell(ends, layers.get(0), ladder);
        } else if (encoder instanceof TargetAttention) {
            return new Attending(ends, layers.get(0), layers.get(1), ladder);
        } else if (encoder instanceof ImageConv image) {
            return new ImageConvolving(ends, image, layers.get(0), ladder);
        }
        throw new IllegalArgumentException("%s is pooled before the layers".formatted(encoder));
    }

    private Rows rows(Plan.Signal signal) {
        return signals.get(signal.index());
    }

    Weights weights(Part.Layer layer) {
        if (layer instanceof Part.Chosen chosen) {
            return ChosenWeights.of(chosen, blocks);
        }
        if (layer instanceof Part.Sum sum) {
            return new SumWeights(
                    blocks.placed(sum.shared()), sum.factor(), blocks.placed(sum.own()), blocks.parameters());
        }
        if (layer instanceof Part.Related related) {
            List<PlacedBlock> all = related.all().stream().map(blocks::placed).toList();
            return new RelatedWeights(blocks.placed(related.own()), all, related.coupling(), blocks.parameters());
        }
        PlacedBlock block = blocks.placed(((Part.Dense) layer).weights());
        return new Weights.Own(block, blocks.parameters(), blocks.isCommon(block));
    }

    private List<Rows> rows(List<Plan.Signal> some) {
        return some.stream().map(this::rows).toList();
    }

    private boolean[] users(Part part) {
        return users[part.to().index()];
    }
}

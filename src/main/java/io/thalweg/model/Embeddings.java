package io.thalweg.model;

import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation.On;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All tables of rows by bucket: embeddings, which fill the network's inputs, and linear weights, which add to the
 * scores at once; and the way of the slopes of both back to the rows.
 */
final class Embeddings {
    private final List<Wiring.Slot> slots;
    private final List<Integer> owners; // of each set of embeddings: a task, or Plan.SHARED
    private final int outputs;
    private final List<StagedTable> embedded = new ArrayList<>(); // a row: an embedding of each set
    private final List<StagedTable> linear = new ArrayList<>(); // at most one; a row: a weight for each output
    private final Clipping clipping;
    private final Occurrences occurrences = new Occurrences();

    Embeddings(FeatureMap map, Wiring wiring, List<Integer> owners, int outputs, ModelSettings settings) {
        this.owners = List.copyOf(owners);
        this.outputs = outputs;
        clipping = new Clipping(settings.regularisation().clip());
        slots = wiring.slots();
        for (int dimension : wiring.dimensions()) {
            int[] own = IntStream.range(0, slots.size())
                    .filter(slot -> slots.get(slot).dimension() == dimension)
                    .toArray();
            EmbeddingTable table = new EmbeddingTable(
                    "embeddings of " + dimension,
                    map.buckets(),
                    dimension * owners.size(),
                    EmbeddingTable.SMALL,
                    settings.optimiser(),
                    settings.seed(),
                    settings.life());
            embedded.add(new StagedTable(table, own, decay(table, settings, On.EMBEDDINGS, owners.size())));
        }
        if (settings.wide() && !slots.isEmpty()) {
            EmbeddingTable table = new EmbeddingTable(
                    "linear weights",
                    map.buckets(),
                    outputs,
                    0,
                    settings.wideOptimiser(),
                    settings.seed(),
                    settings.life());
            int[] all = IntStream.range(0, slots.size()).toArray();
            linear.add(new StagedTable(table, all, decay(table, settings, On.LINEAR, outputs)));
        }
    }

    /** That reads the tables of {@code original}, which stand still. */
    private Embeddings(Embeddings original) {
        slots = original.slots;
        owners = original.owners;
        outputs = original.outputs;
        clipping = original.clipping;
        original.embedded.forEach(table -> embedded.add(table.reader()));
        original.linear.forEach(table -> linear.add(table.reader()));
    }

    /** One that goes the way there by itself, with the tables of this one. */
    Embeddings reader() {
        return new Embeddings(this);
    }

    private static @Nullable RowDecay decay(EmbeddingTable table, ModelSettings settings, On on, int owners) {
        Penalty penalty = settings.regularisation().of(on).orElse(null);
        Optimiser optimiser = on == On.LINEAR ? settings.wideOptimiser() : settings.optimiser();
        return penalty == null ? null : new RowDecay(table, penalty, optimiser, owners);
    }

    /** In canonical order. */
    List<EmbeddingTable> tables() {
        return staged().map(StagedTable::table).toList();
    }

    /** What is read of each table, of so many buckets. */
    List<FrozenTable> frozen(int buckets) {
        return Stream.concat(
                        linear.stream().map(table -> new FrozenTable(table, buckets, true)),
                        embedded.stream().map(table -> new FrozenTable(table, buckets, false)))
                .toList();
    }

    void addSections(Sections sections) {
        linear.forEach(staged -> sections.addLinearWeights(staged.table()));
        embedded.forEach(staged -> sections.addEmbeddings(staged.table(), owners));
    }

    List<Region> regions() {
        List<Region> regions = new ArrayList<>();
        tables().forEach(table -> regions.add(table.region()));
        staged().map(StagedTable::decay).filter(Objects::nonNull).forEach(decay -> regions.add(decay.region()));
        lives().forEach(life -> regions.add(life.region()));
        tables().stream()
                .map(EmbeddingTable::index)
                .filter(Objects::nonNull)
                .forEach(index -> regions.add(index.region()));
        return regions;
    }

    /** What {@link #regions()} hold, by table. */
    List<Held> held() {
        return staged().map(StagedTable::held).toList();
    }

    /** Of tables whose rows do not live for ever. */
    Stream<RowLife> lives() {
        return tables().stream().map(EmbeddingTable::life).filter(Objects::nonNull);
    }

    private Stream<StagedTable> staged() {
        return Stream.concat(linear.stream(), embedded.stream());
    }

    /**
     * Takes over the tables that there were before. Rows belong to buckets and not to features, so those of a feature
     * that is gone stay where they are: it finds them again if it comes back, and until then they are as any other row
     * that a bucket falls upon.
     */
    void inherit(Embeddings old, Inheritance origins) {
        for (StagedTable staged : embedded) {
            int dimension = staged.table().width() / owners.size();
            old.bequeath(
                    staged,
                    origins.embeddings(old.owners, owners, dimension),
                    origins.embeddings(old.owners, owners, 1));
        }
        linear.forEach(staged -> old.bequeath(staged, origins.outputs(), origins.outputs()));
    }

    private void bequeath(StagedTable heir, int[] columns, int[] ofOwners) {
        String name = heir.table().region().name();
        staged().filter(old -> old.table().region().name().equals(name)).forEach(old -> {
            heir.table().inherit(old.table(), columns);
            if (heir.decay() != null && old.decay() != null) {
                heir.decay().inherit(old.decay(), ofOwners);
            }
        });
    }

    /**
     * Adds to branches and scores what the examples' buckets say.
     *
     * @param branches one for each set of embeddings
     * @param scores {@code [rows, outputs]}
     */
    void forward(List<Example> examples, List<Branch> branches, float[] scores) {
        occurrences.list(examples, slots.size());
        for (int one = 0; one < embedded.size(); one++) {
            StagedTable table = embedded.get(one);
            table.stage(occurrences);
            int dimension = table.table().width() / owners.size();
            for (int set = 0; set < owners.size(); set++) {
                Branch branch = branches.get(set);
                for (int i = 0; i < table.slots().length; i++) {
                    Wiring.Slot slot = slots.get(table.slots()[i]);
                    if (slot.encoded() < 0) {
                        Rows to = branch.input();
                        int first = set * dimension;
                        table.addTo(to.values(), to.stride(), slot.column(), occurrences, i, first, dimension);
                    } else {
                        table.layOut(branch.items(slot), occurrences, i, set * dimension, dimension);
                    }
                }
            }
        }
        for (int one = 0; one < linear.size(); one++) {
            StagedTable table = linear.get(one);
            table.stage(occurrences);
            for (int i = 0; i < table.slots().length; i++) {
                table.addTo(scores, outputs, 0, occurrences, i, 0, outputs);
            }
        }
    }

    /**
     * From the slopes of branches and scores to gradients of the rows. To be called after {@link #forward} of the same
     * examples.
     *
     * @param branches one for each set of embeddings, with their slopes
     * @param slopes {@code [rows, outputs]}
     */
    void descend(List<Branch> branches, float[] slopes, boolean[] inputPresent) {
        for (StagedTable table : embedded) {
            int dimension = table.table().width() / owners.size();
            table.table().zeroGradient();
            for (int set = 0; set < owners.size(); set++) {
                if (inputPresent[set]) {
                    addGradient(table, branches.get(set), set * dimension, dimension);
                }
            }
        }
        for (StagedTable table : linear) {
            table.table().zeroGradient();
            for (int i = 0; i < table.slots().length; i++) {
                table.addFrom(slopes, outputs, 0, occurrences, i, 0, outputs);
            }
        }
    }

    /** Sum of squares of the gradients; see {@link GradientBound}. */
    double squares() {
        return tables().stream().mapToDouble(EmbeddingTable::squares).sum();
    }

    /** Moves the rows along their gradients; what belongs to absent tasks is left alone. */
    void step(boolean[] inputPresent, boolean[] outputPresent, int[] taskOf, Pace pace) {
        tables().forEach(EmbeddingTable::see);
        int[] ofSets = owners.stream().mapToInt(Integer::intValue).toArray();
        for (StagedTable table : embedded) {
            int dimension = table.table().width() / owners.size();
            clip(table.table(), dimension);
            table.step(inputPresent, ofSets, pace);
        }
        for (StagedTable table : linear) {
            clip(table.table(), 1);
            table.step(outputPresent, taskOf, pace);
        }
    }

    /** Makes a task's own embeddings, and the linear weights of its outputs {@code [from, to)}, what they began as. */
    void reset(int task, int from, int to) {
        for (StagedTable table : embedded) {
            int dimension = table.table().width() / owners.size();
            for (int set = 0; set < owners.size(); set++) {
                if (owners.get(set) == task) {
                    table.reset(set * dimension, (set + 1) * dimension);
                }
            }
        }
        linear.forEach(table -> table.reset(from, to));
    }

    /** What each owner of {@code each} columns asks of the staged rows, together. */
    private void clip(EmbeddingTable table, int each) {
        for (int first = 0; first < table.width(); first += each) {
            clipping.clip(table.gradient(), first, table.unique() * table.width(), each, table.width());
        }
    }

    private void addGradient(StagedTable table, Branch branch, int first, int dimension) {
        for (int i = 0; i < table.slots().length; i++) {
            Wiring.Slot slot = slots.get(table.slots()[i]);
            if (slot.encoded() < 0) {
                Rows from = branch.input();
                table.addFrom(from.slopes(), from.stride(), slot.column(), occurrences, i, first, dimension);
            } else {
                table.takeIn(branch.items(slot), occurrences, i, first, dimension);
            }
        }
    }
}

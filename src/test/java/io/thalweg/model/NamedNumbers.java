package io.thalweg.model;

import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import io.thalweg.task.Task;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All numbers of a network by what they belong to, by the layouts that the parts of the network document. */
final class NamedNumbers {
    private final ModelSettings settings;
    private final List<String> inputs = new ArrayList<>();
    private final List<String> numerics;
    private final List<String> outputs = new ArrayList<>();
    private final List<String> sets = new ArrayList<>(); // of embeddings
    private final List<String> layers = new ArrayList<>(); // names in the order of the dense parameters
    private final Map<String, Integer> bits = new LinkedHashMap<>();

    private NamedNumbers(FeatureMap map, ModelSettings settings) {
        this.settings = settings;
        map.categoricals().forEach(feature -> addInputs(feature.name(), feature.dimension()));
        map.sequences().stream()
                .filter(feature -> !feature.isEncoded())
                .forEach(feature -> addInputs(feature.name(), feature.dimension()));
        numerics = map.numerics().stream().map(Feature::name).toList();
        map.numbers().stream()
                .filter(feature -> !(feature instanceof Feature.Image))
                .forEach(feature -> feature.parts().forEach(part -> inputs.add(part.name())));
        Wiring wiring = Wiring.of(map, false);
        wiring.encoded().forEach(one -> addInputs(one.feature(), one.width()));
        map.tasks().forEach(task -> outputs.addAll(outputs(task)));
        if (settings.isLinear()) {
            return;
        }
        Plan plan = settings.plan(wiring.plain(), wiring.encoded(), map.tasks());
        List<String> tasks = map.tasks().stream().map(Task::name).toList();
        plan.owners().forEach(owner -> sets.add(whose(owner, tasks)));
        List<Plan.Signal> begins = plan.inputs();
        List<Plan.Signal> joined = plan.only(Part.Join.class).stream()
                .filter(join -> begins.contains(join.from().get(0)))
                .map(Part.Join::to)
                .toList();
        List<Block> first = plan.only(Part.Layer.class).stream()
                .filter(layer -> begins.contains(layer.from()) || joined.contains(layer.from()))
                .flatMap(layer -> layer.blocks().stream())
                .filter(block -> block.rows() > inputs.size())
                .toList();
        List<Block> tied = plan.ties().stream()
                .filter(tie -> !Collections.disjoint(tie.holds(), first))
                .flatMap(tie -> tie.adds().stream())
                .filter(block -> block.rows() == inputs.size() + 1)
                .toList();
        for (Block block : plan.blocks()) {
            addBlock(
                    block.role() + ' ' + block.depth() + whose(block.owner(), tasks),
                    first.contains(block) || tied.contains(block)
                            ? inputsAnd(block.rows() - 1 - inputs.size())
                            : units(block.rows() - 1),
                    columns(block.columns(), tasks));
        }
    }

    /** The first, second, ... of those that speak of the same task, or of none. */
    private static List<String> columns(List<Integer> about, List<String> tasks) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        return about.stream()
                .map(task -> whose(task, tasks))
                .map(whose -> "unit " + seen.merge(whose, 1, Integer::sum) + whose)
                .toList();
    }

    private static String whose(int owner, List<String> tasks) {
        return owner < 0 ? "" : " of " + tasks.get(owner);
    }

    /** Bits by name; state of an optimiser has the name of its parameter with the slot before it. */
    static Map<String, Integer> of(Network network, FeatureMap map, ModelSettings settings) {
        NamedNumbers named = new NamedNumbers(map, settings);
        network.regions().forEach(named::add);
        return named.bits;
    }

    private void addInputs(String name, int dimension) {
        for (int i = 0; i < dimension; i++) {
            inputs.add(name + '.' + i);
        }
    }

    private static List<String> outputs(Task task) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < task.loss().outputs(); i++) {
            names.add(task.name() + '#' + i);
        }
        return names;
    }

    /** The inputs, and so many numbers beside them. */
    private List<String> inputsAnd(int more) {
        List<String> names = new ArrayList<>(inputs);
        names.addAll(units(more));
        return names;
    }

    private static List<String> units(int width) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            names.add("unit " + i);
        }
        return names;
    }

    private void addBlock(String name, List<String> from, List<String> to) {
        List<String> rows = new ArrayList<>(from);
        rows.add("bias");
        rows.forEach(row -> to.forEach(column -> layers.add(name + ": " + row + " to " + column)));
    }

    private void add(Region region) {
        float[] values = region.values();
        for (int i = 0; i < values.length; i++) {
            String name = name(region.name(), i);
            if (bits.put(name, Float.floatToRawIntBits(values[i])) != null) {
                throw new AssertionError("two numbers are called " + name);
            }
        }
        if (region.name().startsWith("layers") && values.length != layers.size()) {
            throw new AssertionError("%d layer weights, named %d".formatted(values.length, layers.size()));
        }
    }

    private String name(String region, int i) {
        if (region.startsWith("decay of ")) {
            List<String> owners = region.startsWith("decay of linear") ? outputs : sets;
            int row = i / 2 / owners.size();
            return "%s: bucket %d%s %d".formatted(region, row, owners.get(i / 2 % owners.size()), i % 2);
        }
        if (region.startsWith("linear weights")) {
            return region + row(i, outputs, settings.wideOptimiser().slots());
        }
        if (region.startsWith("linear")) {
            int count = settings.wide() ? numerics.size() : 0;
            int number = i % (count + 1);
            return region + ": " + outputs.get(i / (count + 1)) + (number == count ? " bias" : numerics.get(number));
        }
        if (region.startsWith("layers")) {
            return region + ": " + layers.get(i);
        }
        int dimension = Integer.parseInt(region.substring("embeddings of ".length()));
        List<String> columns = new ArrayList<>();
        sets.forEach(set -> units(dimension).forEach(unit -> columns.add(set + ' ' + unit)));
        return region + row(i, columns, settings.optimiser().slots());
    }

    private static String row(int i, List<String> columns, int slots) {
        int stride = columns.size() * (1 + slots);
        return ": bucket %d slot %d %s"
                .formatted(i / stride, i % stride / columns.size(), columns.get(i % columns.size()));
    }
}

package io.thalweg.model;

import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.sharing.Sharing;
import io.thalweg.tensor.Platform;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From examples to raw scores, and from the slopes of the losses back to moved parameters.
 *
 * <p>{@code score = linear(buckets, numbers) + layers(embeddings, numbers)}; either part may be missing. One owner
 * thread; {@link #learn} belongs to the {@link #score} before it.
 */
public final class Network {
    private final FeatureMap map;
    private final ScorePositions outputs;
    private final Wiring wiring;
    private final Sharing sharing;
    private final List<Branch> branches = new ArrayList<>();
    private final Embeddings embeddings;
    private final LinearPart linear;
    private final @Nullable DeepPart deep;
    private final String platform;

    // of the last score()
    private List<Example> examples = List.of();
    private float[] numbers = new float[0];
    private float[][] inputs = new float[0][];
    private float[][] inputSlopes = new float[0][];

    /** {@code largestBatch} bounds the examples of one {@link #score}. */
    public Network(FeatureMap map, ModelSettings settings, int largestBatch) {
        this.map = map;
        outputs = ScorePositions.of(map.tasks());
        wiring = Wiring.of(map, settings.isLinear());
        sharing = settings.sharing();
        if (!settings.isLinear()) {
            int at = 0;
            for (List<Integer> group : settings.sharing().branches(map.tasks().size())) {
                String name = "branch " + branches.size();
                Branch branch = Branch.lay(name, wiring.inputs(), group, settings, outputs, at);
                branches.add(branch);
                at = branch.end();
            }
        }
        embeddings = new Embeddings(map, wiring, branches.size(), outputs.count(), settings);
        linear = new LinearPart(wiring.numbers(), outputs.count(), settings);
        platform = branches.isEmpty() ? Platform.plainJava() : Platform.nativeMatrices();
        deep = branches.isEmpty() ? null : new DeepPart(branches, settings, largestBatch);
    }

    public ScorePositions outputs() {
        return outputs;
    }

    /** What the numbers depend on besides configuration and log. */
    public String platform() {
        return platform;
    }

    /**
     * Raw scores, {@code [examples, outputs]}.
     *
     * @param numbers numeric inputs, {@code [examples, numerics]}, finite
     */
    public float[] score(List<Example> examples, float[] numbers) {
        this.examples = examples;
        this.numbers = numbers;
        int n = examples.size();
        float[] scores = new float[n * outputs.count()];
        int width = wiring.inputs() + 1;
        fillInputs(deep == null ? n : deep.rows(n), width);
        embeddings.forward(examples, inputs, width, scores);
        linear.forward(numbers, wiring.numbers(), n, scores);
        if (deep != null) {
            deep.forward(inputs, n, scores, outputs.count());
        }
        return scores;
    }

    private void fillInputs(int rows, int width) {
        if (inputs.length == 0 || inputs[0].length != rows * width) {
            inputs = new float[branches.size()][rows * width];
        }
        for (int branch = 0; branch < inputs.length; branch++) {
            Arrays.fill(inputs[branch], 0);
            for (int row = 0; row < examples.size(); row++) {
                int to = row * width + wiring.firstNumber();
                System.arraycopy(numbers, row * wiring.numbers(), inputs[branch], to, wiring.numbers());
                inputs[branch][row * width + wiring.inputs()] = 1;
            }
        }
    }

    /**
     * Moves the parameters against the slopes of what {@link #score} answered last.
     *
     * @param slopes {@code [examples, outputs]}, 0 where there is no label
     * @param present which tasks have a label at all; the others keep parameters and optimiser state bit for bit
     */
    public void learn(float[] slopes, boolean[] present) {
        int n = examples.size();
        int count = outputs.count();
        boolean[] outputPresent = new boolean[count];
        for (int task = 0; task < present.length; task++) {
            Arrays.fill(outputPresent, outputs.first()[task], outputs.end(task), present[task]);
        }
        boolean[] branchPresent = new boolean[branches.size()];
        for (int branch = 0; branch < branchPresent.length; branch++) {
            branchPresent[branch] = branches.get(branch).isPresent(present);
        }
        if (deep != null) {
            int rows = deep.rows(n);
            if (inputSlopes.length == 0 || inputSlopes[0].length != rows * wiring.inputs()) {
                inputSlopes = new float[branches.size()][rows * wiring.inputs()];
            }
            deep.learn(slopes, n, count, present, inputSlopes);
        }
        embeddings.learn(inputSlopes, wiring.inputs(), slopes, branchPresent, outputPresent);
        linear.learn(numbers, wiring.numbers(), n, slopes, outputPresent);
    }

    /** All learned numbers and their optimiser state, in canonical order. */
    public List<Region> regions() {
        List<Region> regions = new ArrayList<>(linear.regions());
        if (deep != null) {
            regions.addAll(deep.regions());
        }
        regions.addAll(embeddings.regions());
        return regions;
    }

    /** All parameters, by what they are for. */
    public List<Section> sections() {
        Sections sections = new Sections(map, outputs, branches);
        linear.addSections(sections);
        if (deep != null) {
            sections.addLayers(deep.parameters().values());
        }
        embeddings.addSections(sections);
        return sections.list();
    }

    /**
     * Takes over, bit for bit, what is left of an older network: parameters and optimiser state of the parts that both
     * have, wherever they stood. The others stay as they are, which is as they begin when nothing was learned yet.
     *
     * @param old of the same buckets, sharing, layers and kind of optimisers; is only read
     * @param origins from the old network's feature map to this one's
     */
    public void inherit(Network old, Origins origins) {
        Inheritance from = Inheritance.of(
                new Inheritance.Plan(old.outputs, old.wiring), new Inheritance.Plan(outputs, wiring), sharing, origins);
        linear.inherit(old.linear, from);
        embeddings.inherit(old.embeddings, from);
        if (deep != null && old.deep != null) {
            deep.inherit(old.deep, from);
        }
    }

    /** To be called when {@link #regions()} were overwritten from outside. */
    public void restored() {
        if (deep != null) {
            deep.restored();
        }
    }

    /** SHA-256 of all parameters, optimiser state left out, in canonical order; lower-case hex. */
    public String parametersSha256() {
        ParametersDigest digest = new ParametersDigest();
        digest.add(linear.parameters().values());
        if (deep != null) {
            digest.add(deep.parameters().values());
        }
        embeddings.tables().forEach(table -> table.visitParameters((rows, at) -> digest.add(rows, at, table.width())));
        return digest.finish();
    }
}

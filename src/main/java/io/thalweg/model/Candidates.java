package io.thalweg.model;

import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.tensor.Region;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks that learn side by side: a single one, unless the sharing is to be chosen among several. */
public final class Candidates {
    private final List<Network> networks;

    /** {@code largestBatch} bounds the examples of one {@link #score}. */
    public Candidates(FeatureMap map, ModelSettings settings, int largestBatch) {
        this(map, settings, Ladder.upTo(largestBatch));
    }

    public Candidates(FeatureMap map, ModelSettings settings, Ladder ladder) {
        this(settings.candidates().stream()
                .map(one -> new Network(map, one, ladder))
                .toList());
    }

    private Candidates(List<Network> networks) {
        this.networks = networks;
    }

    /** Their {@link Network#reader}s. */
    public Candidates reader() {
        return new Candidates(networks.stream().map(Network::reader).toList());
    }

    public int count() {
        return networks.size();
    }

    public Network network(int candidate) {
        return networks.get(candidate);
    }

    /** Of each network alike. */
    public ScorePositions outputs() {
        return networks.get(0).outputs();
    }

    /** What the numbers depend on besides configuration and log. */
    public String platform() {
        return networks.get(0).platform();
    }

    /**
     * Raw scores of each network, {@code [candidates][examples, outputs]}.
     *
     * @param numbers numeric inputs, {@code [examples, numerics]}, finite
     * @param wanted whose scores are; the others' are 0
     */
    public float[][] score(List<Example> examples, float[] numbers, boolean[] wanted) {
        float[][] scores = new float[networks.size()][];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = wanted[i]
                    ? networks.get(i).score(examples, numbers)
                    : new float[examples.size() * outputs().count()];
        }
        return scores;
    }

    /** What is scored and learned next stands at this offset of the train log; see {@link EmbeddingLife}. */
    public void at(long offset) {
        networks.forEach(network -> network.at(offset));
    }

    /** Goes on in another log, where each offset is so much higher. */
    public void moveOffsets(long by) {
        networks.forEach(network -> network.moveOffsets(by));
    }

    /** All learned numbers and their optimiser state, in canonical order. */
    public List<Region> regions() {
        return networks.stream().flatMap(network -> network.regions().stream()).toList();
    }

    /** How large all {@link #regions()} are, by what they are for. */
    public List<Held> held() {
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            String prefix = prefix(i);
            networks.get(i).held().forEach(one -> held.add(one.named(prefix + one.name())));
        }
        return held;
    }

    /** All parameters, by what they are for. */
    public List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            String prefix = prefix(i);
            networks.get(i).sections().forEach(section -> sections.add(section.named(prefix + section.name())));
        }
        return sections;
    }

    /** How much each task has learned to take from whom; see {@link Network#shares}. */
    public Map<String, Map<String, Double>> shares() {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        for (int i = 0; i < networks.size(); i++) {
            String prefix = prefix(i);
            networks.get(i).shares().forEach((name, row) -> shares.put(prefix + name, row));
        }
        return shares;
    }

    private static String prefix(int candidate) {
        return candidate == 0 ? "" : "candidate " + candidate + ": ";
    }

    /** See {@link Network#inherit}; {@code old} has the same candidates. */
    public void inherit(Candidates old, Origins origins) {
        for (int i = 0; i < networks.size(); i++) {
            networks.get(i).inherit(old.networks.get(i), origins);
        }
    }

    /** Makes what is one task's own what it began as, in each of them; see {@link Network#reset}. */
    public void reset(int task) {
        networks.forEach(network -> network.reset(task));
    }

    /** To be called when {@link #regions()} were overwritten from outside. */
    public void restored() {
        networks.forEach(Network::restored);
    }

    /** SHA-256 of all parameters, optimiser state left out, in canonical order; lower-case hex. */
    public String parametersSha256() {
        ParametersDigest digest = new ParametersDigest();
        networks.forEach(network -> network.digest(digest));
        return digest.finish();
    }

    /** Writes what is remembered beside the {@link #regions()}. */
    public void write(DataOutput out) throws IOException {
        for (Network network : networks) {
            network.write(out);
        }
    }

    /** Takes back what {@link #write} wrote. */
    public void read(DataInput in) throws IOException {
        for (Network network : networks) {
            network.read(in);
        }
    }
}

package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.balance.PcGrad;
import io.thalweg.balance.TaskWeights;
import io.thalweg.encoder.Encoder;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Encoders;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every encoder is, whatever it makes of a sequence. */
class EncoderContractTest {
    private static final int ROWS = 9;
    private static final int LENGTH = 4;
    private static final float H = 4e-3f;
    private static final boolean[] ALL = {true, true, true};
    private static final Optimiser PLAIN = new Optimiser.Sgd(1);
    private static final Optimiser ADAM = new Optimiser.Adam(0.05, 0.9, 0.99, 1e-8);

    static Stream<Encoder> encoders() {
        return Encoders.all().stream();
    }

    static Stream<Arguments> models() {
        return encoders()
                .flatMap(encoder -> Stream.of(
                        Arguments.of(encoder, new Sharing.Hard()),
                        Arguments.of(encoder, new Sharing.Mmoe(2)),
                        Arguments.of(encoder, new Sharing.Independent())));
    }

    private static ModelSettings settings(Sharing sharing, Optimiser optimiser) {
        return new ModelSettings(sharing, List.of(6), List.of(), true, optimiser, optimiser, 7);
    }

    private static Network network(Encoder encoder, Sharing sharing, Optimiser optimiser) {
        Network network = new Network(Worlds.map(LENGTH, encoder), settings(sharing, optimiser), 64);
        scatter(network);
        return network;
    }

    /** Numbers large enough for all that is done with them to matter. */
    private static void scatter(Network network) {
        var random = new SplittableRandom(4);
        network.regions().stream()
                .filter(region -> region.name().equals("layers")
                        || region.name().startsWith("embeddings")
                                && !region.name().contains("state"))
                .forEach(region -> {
                    for (int i = 0; i < region.values().length; i++) {
                        region.values()[i] = (float) random.nextDouble(-0.7, 0.7);
                    }
                });
        network.restored();
    }

    private static float[] random(int count, long seed) {
        var random = new SplittableRandom(seed);
        float[] some = new float[count];
        for (int i = 0; i < count; i++) {
            some[i] = (float) random.nextDouble(-1, 1);
        }
        return some;
    }

    private static float[] numbers(Encoder encoder, int rows) {
        return random(rows * Worlds.map(LENGTH, encoder).numerics().size(), 5);
    }

    @Test
    void noEncoderEscapesThisContract() {
        assertThat(encoders().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Encoder.class.getPermittedSubclasses());
    }

    /** But for the few that a rectifier or a largest answer turns into another within H. */
    @ParameterizedTest
    @MethodSource("models")
    void aStepGoesDownTheSlopeOfTheLossInEveryParameter(Encoder encoder, Sharing sharing) {
        Network network = network(encoder, sharing, PLAIN);
        List<Example> examples = Worlds.examples(ROWS, 3);
        float[] numbers = numbers(encoder, ROWS);
        float[] slopes = random(ROWS * network.outputs().count(), 6);
        List<float[]> before = values(network);
        network.score(examples, numbers);
        network.learn(slopes, ALL);
        List<float[]> after = values(network);
        restore(network, before);
        int checked = 0;
        int wrong = 0;
        for (int r = 0; r < before.size(); r++) {
            float[] live = network.regions().get(r).values();
            for (int i = 0; i < live.length; i++) {
                double gradient = before.get(r)[i] - after.get(r)[i];
                if (gradient != 0 || i % 97 == 0) {
                    double above = loss(network, examples, numbers, slopes, live, i, H);
                    double below = loss(network, examples, numbers, slopes, live, i, -H);
                    double slope = (above - below) / (2 * H);
                    checked++;
                    wrong += Math.abs(gradient - slope) > 3e-3 * Math.max(1, Math.abs(slope)) ? 1 : 0;
                }
            }
        }
        assertThat(checked).isGreaterThan(200);
        assertThat(wrong).isLessThan(checked / 25);
    }

    private static double loss(
            Network network, List<Example> examples, float[] numbers, float[] slopes, float[] live, int i, float by) {
        float at = live[i];
        live[i] = at + by;
        network.restored();
        float[] scores = network.score(examples, numbers);
        live[i] = at;
        network.restored();
        double loss = 0;
        for (int s = 0; s < scores.length; s++) {
            loss += (double) slopes[s] * scores[s];
        }
        return loss / ((at + by - (at - by)) / (2 * by));
    }

    private static List<float[]> values(Network network) {
        List<float[]> values = new ArrayList<>();
        network.regions().forEach(region -> values.add(region.values().clone()));
        return values;
    }

    private static void restore(Network network, List<float[]> values) {
        for (int r = 0; r < values.size(); r++) {
            System.arraycopy(values.get(r), 0, network.regions().get(r).values(), 0, values.get(r).length);
        }
        network.restored();
    }

    @ParameterizedTest
    @MethodSource("models")
    void aScoreDoesNotDependOnWhoElseIsInTheBatch(Encoder encoder, Sharing sharing) {
        Network network = network(encoder, sharing, PLAIN);
        List<Example> examples = Worlds.examples(40, 11);
        int outputs = network.outputs().count();
        float[] numbers = numbers(encoder, 40);
        float[] together = network.score(examples, numbers);
        for (int row = 0; row < examples.size(); row++) {
            int each = numbers.length / 40;
            float[] own = Arrays.copyOfRange(numbers, row * each, (row + 1) * each);
            float[] alone = network.score(List.of(examples.get(row)), own);
            assertThat(alone).isEqualTo(Arrays.copyOfRange(together, row * outputs, (row + 1) * outputs));
        }
    }

    /** Nor does what is learned from it. */
    @ParameterizedTest
    @MethodSource("encoders")
    void aScoreDoesNotDependOnHowLongASequenceMayBe(Encoder encoder) {
        List<Example> examples = Worlds.examples(40, 11);
        Network network = network(encoder, new Sharing.Hard(), PLAIN);
        Network roomy = new Network(Worlds.map(3 * LENGTH, encoder), settings(new Sharing.Hard(), PLAIN), 64);
        scatter(roomy);
        float[] numbers = numbers(encoder, 40);
        assertThat(roomy.score(examples, numbers)).isEqualTo(network.score(examples, numbers));
        float[] slopes = random(40 * network.outputs().count(), 6);
        network.learn(slopes, ALL);
        roomy.learn(slopes, ALL);
        List<float[]> values = values(network);
        for (int r = 0; r < values.size(); r++) {
            assertThat(roomy.regions().get(r).values())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(values.get(r));
        }
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void anEmptySequenceIsAllZeros(Encoder encoder) {
        Network network = network(encoder, new Sharing.Hard(), PLAIN);
        List<Example> empty = Worlds.examples(40, 11).stream()
                .filter(example -> example.sequences()[0].length == 0)
                .toList();
        float[] numbers = numbers(encoder, empty.size());
        float[] scores = network.score(empty, numbers);
        Wiring wiring = Wiring.of(Worlds.map(LENGTH, encoder), false);
        int first = wiring.slots().get(3).column();
        float[] layers = region(network, "layers").values();
        int trunk = layers.length
                - 6 * (wiring.inputs() + 1)
                - 7 * network.outputs().count();
        Arrays.fill(
                layers,
                trunk + first * 6,
                trunk + (first + wiring.slots().get(3).width()) * 6,
                9);
        network.restored();
        assertThat(empty).hasSizeGreaterThan(3);
        assertThat(network.score(empty, numbers)).isEqualTo(scores);
    }

    private static Region region(Network network, String name) {
        return network.regions().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Also where the tasks' gradients are taken one by one. */
    @ParameterizedTest
    @MethodSource("models")
    void whatIsAnAbsentTasksAloneKeepsEveryBit(Encoder encoder, Sharing sharing) {
        FeatureMap map = Worlds.map(LENGTH, encoder);
        for (boolean balanced : List.of(false, true)) {
            ModelSettings settings = settings(sharing, ADAM);
            Network network = new Network(map, balanced ? settings.with(new PcGrad(1)) : settings, 64);
            step(network, encoder, ALL, balanced);
            var before = NamedNumbers.of(network, map, settings);
            step(network, encoder, new boolean[] {true, false, true}, balanced);
            var after = NamedNumbers.of(network, map, settings);
            assertThat(before.keySet().stream()
                            .filter(name -> !before.get(name).equals(after.get(name)))
                            .filter(name -> name.contains("dwell")))
                    .isEmpty();
            assertThat(before.keySet().stream().filter(name -> name.contains("dwell")))
                    .hasSizeGreaterThan(10);
            assertThat(before).isNotEqualTo(after);
        }
    }

    private static void step(Network network, Encoder encoder, boolean[] present, boolean balanced) {
        int outputs = network.outputs().count();
        network.score(Worlds.examples(ROWS, 3), numbers(encoder, ROWS));
        float[] slopes = random(ROWS * outputs, 6);
        for (int i = 1; i < slopes.length && !present[1]; i += outputs) {
            slopes[i] = 0;
        }
        if (balanced) {
            network.descend(slopes, present, gram -> TaskWeights.even(present.length), spread -> spread);
            network.step(present);
        } else {
            network.learn(slopes, present);
        }
    }

    /** The tasks' gradients, taken one by one and summed up, are the gradient of the sum. */
    @ParameterizedTest
    @MethodSource("models")
    void theTasksGradientsSumUp(Encoder encoder, Sharing sharing) {
        FeatureMap map = Worlds.map(LENGTH, encoder);
        Network at = new Network(map, settings(sharing, PLAIN), 64);
        Network apart = new Network(map, settings(sharing, PLAIN).with(new PcGrad(1)), 64);
        scatter(at);
        scatter(apart);
        step(at, encoder, ALL, false);
        step(apart, encoder, ALL, true);
        List<float[]> values = values(at);
        for (int r = 0; r < values.size(); r++) {
            assertThat(apart.regions().get(r).values())
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(values.get(r));
        }
    }
}

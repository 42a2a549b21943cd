package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.balance.PcGrad;
import io.thalweg.balance.TaskWeights;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Afters;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.Newcomers;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.Task;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A task without a label in a step keeps parameters and optimiser state of its own bit for bit. */
class AbsenceTest {
    private static final int ROWS = 20;
    private static final int ABSENT = 1; // dwell, whose only score is the second of six
    private static final boolean[] ALL = {true, true, true};
    private static final boolean[] SOME = {true, false, true};

    private final SplittableRandom random = new SplittableRandom(5);

    static Stream<Arguments> worlds() {
        return Stream.concat(models(), following());
    }

    /** Every way to come after the absent task, or before it, and to be followed by a start, whatever they share. */
    private static Stream<Arguments> following() {
        var adam = new Optimiser.Adam(0.05, 0.9, 0.99, 1e-8);
        List<Arguments> worlds = new ArrayList<>();
        for (Sharing sharing : Sharings.all()) {
            var model = new ModelSettings(
                    sharing, Sharings.layers(sharing), Sharings.taskLayers(sharing, 5), true, adam, adam, 7);
            var flat = new ModelSettings(sharing, List.of(8), List.of(), true, adam, adam, 7);
            Afters.all().forEach(tasks -> {
                worlds.add(Arguments.of(model, tasks));
                worlds.add(Arguments.of(model.with(new PcGrad(1)), tasks));
                worlds.add(Arguments.of(flat, tasks));
            });
            worlds.add(Arguments.of(model.with(new Newcomers.Reptile(1, 0.5)), Worlds.tasks()));
            worlds.add(Arguments.of(model.with(new Newcomers.Maml(1, 1)), Worlds.tasks()));
        }
        return worlds.stream();
    }

    private static Stream<Arguments> models() {
        var adam = new Optimiser.Adam(0.05, 0.9, 0.99, 1e-8);
        var ftrl = new Optimiser.FtrlProximal(0.1, 1, 0.001, 0.01);
        List<ModelSettings> models = new ArrayList<>();
        for (Sharing sharing : Sharings.all()) {
            models.add(new ModelSettings(sharing, Sharings.layers(sharing), List.of(), true, adam, adam, 7));
            models.add(new ModelSettings(sharing, List.of(8), Sharings.taskLayers(sharing, 5, 4), true, ftrl, adam, 7));
            List<Integer> own = Sharings.taskLayers(sharing, 5);
            models.add(new ModelSettings(sharing, List.of(8), own, true, adam, ftrl, 7).with(new PcGrad(1)));
        }
        models.add(new ModelSettings(new Sharing.Hard(), List.of(), List.of(), true, adam, ftrl, 7));
        models.add(new ModelSettings(new Sharing.Hard(), List.of(), List.of(5), false, adam, adam, 7));
        return models.stream().map(model -> Arguments.of(model, Worlds.tasks()));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void whatIsTheAbsentTasksAloneKeepsEveryBit(ModelSettings settings, List<Task> tasks) {
        Network network = new Network(Worlds.map(tasks), settings, ROWS);
        step(settings, network, ALL); // gives the optimiser some momentum to leak
        List<float[]> before = network.regions().stream()
                .map(region -> region.values().clone())
                .toList();
        step(settings, network, SOME);
        int own = 0;
        int moved = 0;
        for (int r = 0; r < before.size(); r++) {
            Region region = network.regions().get(r);
            for (int i = 0; i < before.get(r).length; i++) {
                boolean same = Float.floatToRawIntBits(region.values()[i]) == Float.floatToRawIntBits(before.get(r)[i]);
                if (isOfAbsent(settings, tasks, region.name(), i)) {
                    own++;
                    assertThat(same).as("%s: number %d", region.name(), i).isTrue();
                } else {
                    moved += same ? 0 : 1;
                }
            }
        }
        assertThat(own).isGreaterThan(5);
        assertThat(moved).isGreaterThan(50);
    }

    /** A slope stands in the absent task's score, too: the loss of one that is a product after it leaves it there. */
    private void step(ModelSettings settings, Network network, boolean[] present) {
        float[] numbers = new float[ROWS * 2];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(-2, 2);
        }
        network.score(Worlds.examples(ROWS, 3), numbers);
        int outputs = network.outputs().count();
        float[] slopes = new float[ROWS * outputs];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) random.nextDouble(-1, 1);
        }
        if (settings.balance().readsGradients()) {
            network.descend(slopes, present, gram -> TaskWeights.even(present.length), spread -> spread);
            network.step(present);
        } else {
            network.learn(slopes, present);
        }
        network.rehearse(present, scores -> slopes);
    }

    /** Whose number {@code i} of a region is, by the layouts that the parts of the network document. */
    static boolean isOfAbsent(ModelSettings settings, List<Task> tasks, String region, int i) {
        ScorePositions outputs = ScorePositions.of(Worlds.tasks());
        if (region.startsWith("linear weights")) {
            return i % outputs.count() == ABSENT;
        }
        if (region.startsWith("linear")) {
            int numbers = settings.wide() ? 2 : 0;
            return i / (numbers + 1) == ABSENT;
        }
        Plan plan = settings.plan(Wiring.of(Worlds.map(), false).inputs(), tasks);
        if (region.startsWith("embeddings of ")) {
            int dimension = Integer.parseInt(region.substring("embeddings of ".length()));
            return plan.owners().get(i / dimension % plan.owners().size()) == ABSENT;
        }
        return isLayerOfAbsent(plan, i);
    }

    private static boolean isLayerOfAbsent(Plan plan, int i) {
        int end = 0;
        for (Block block : plan.blocks()) {
            end += block.rows() * block.columns().size();
            if (i < end) {
                return block.owner() == ABSENT;
            }
        }
        throw new AssertionError("no block has number " + i);
    }
}

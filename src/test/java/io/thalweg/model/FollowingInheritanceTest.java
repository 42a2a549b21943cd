package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.loss.Logistic;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Afters;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.After;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that come after others keep their bits, too, whatever becomes of features and of tasks beside them. */
class FollowingInheritanceTest {
    private static final int ROWS = 20;

    static Stream<Arguments> changes() {
        List<Arguments> changes = new ArrayList<>();
        for (List<Task> tasks : Afters.all()) {
            for (ModelSettings model : models()) {
                Changes.all()
                        .filter(change -> change.after().tasks().equals(Worlds.tasks()))
                        .forEach(change ->
                                changes.add(Arguments.of(change.name(), model, tasks, with(change.after(), tasks))));
                changes.add(Arguments.of("a task after them", model, tasks, with(Changes.shop(), andLater(tasks))));
                changes.add(Arguments.of("another order", model, tasks, with(Changes.shop(), reversed(tasks))));
            }
        }
        return changes.stream();
    }

    /** Heads that read the features themselves beside what is passed; then whatever is shared. */
    private static List<ModelSettings> models() {
        Optimiser adam = new Optimiser.Adam(0.05, 0.9, 0.99, 1e-8);
        List<ModelSettings> models = new ArrayList<>();
        models.add(new ModelSettings(new Sharing.Hard(), List.of(), List.of(5), true, adam, adam, 7));
        models.add(new ModelSettings(new Sharing.Independent(), List.of(), List.of(5), false, adam, adam, 7));
        for (Sharing sharing : Sharings.all()) {
            models.add(new ModelSettings(sharing, Sharings.layers(sharing), List.of(), true, adam, adam, 7));
        }
        return models;
    }

    private static FeatureMap with(FeatureMap map, List<Task> tasks) {
        return new FeatureMap(map.features(), tasks, List.of(), Changes.BUCKETS);
    }

    private static List<Task> andLater(List<Task> tasks) {
        List<After> after = List.of(
                new After.Passing("click", After.Gradient.FULL),
                new After.Attention("dwell", After.Gradient.STOP, 0),
                new After.Product("stars"));
        List<Task> more = new ArrayList<>(tasks);
        more.add(1, new Task("buy", new Logistic(), new LabelTransform.Identity(), 1, after));
        return more;
    }

    private static List<Task> reversed(List<Task> tasks) {
        List<Task> reversed = new ArrayList<>(tasks);
        Collections.reverse(reversed);
        return reversed;
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("changes")
    void whatKeepsItsNameKeepsItsBitsAndTheRestBegins(
            String change, ModelSettings settings, List<Task> tasks, FeatureMap after) {
        FeatureMap shop = with(Changes.shop(), tasks);
        Network old = new Network(shop, settings, ROWS);
        NetworkInheritanceTest.learn(old, shop, 1);
        Network heir = new Network(after, settings, ROWS);
        heir.inherit(old, Origins.of(shop, after));
        Map<String, Integer> before = NamedNumbers.of(old, shop, settings);
        Map<String, Integer> fresh = NamedNumbers.of(new Network(after, settings, ROWS), after, settings);
        List<String> wrong = new ArrayList<>();
        int inherited = 0;
        for (Map.Entry<String, Integer> now :
                NamedNumbers.of(heir, after, settings).entrySet()) {
            Integer expected = before.getOrDefault(now.getKey(), fresh.get(now.getKey()));
            if (!now.getValue().equals(expected)) {
                wrong.add(now.getKey());
            }
            inherited += expected.equals(fresh.get(now.getKey())) ? 0 : 1;
        }
        assertThat(wrong).as(change).isEmpty();
        assertThat(inherited).isGreaterThan(50);
    }
}

package io.thalweg.feature;

import io.thalweg.task.Task;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the parts of a feature map stood in the map before it, by their names: a position there, or -1 for what is new.
 * What came before and is gone is named by nobody.
 *
 * @param tasks of each task
 * @param slots of each categorical feature, then of each sequence: all that have buckets
 * @param numbers of each numeric feature
 */
public record Origins(int[] tasks, int[] slots, int[] numbers) {
    /** Between two maps in each of which a name stands once. */
    public static Origins of(FeatureMap before, FeatureMap after) {
        return new Origins(
                positions(
                        before.tasks().stream().map(Task::name).toList(),
                        after.tasks().stream().map(Task::name)),
                positions(slots(before).toList(), slots(after)),
                positions(
                        before.numerics().stream().map(Feature::name).toList(),
                        after.numerics().stream().map(Feature::name)));
    }

    private static Stream<String> slots(FeatureMap map) {
        return Stream.concat(map.categoricals().stream(), map.sequences().stream())
                .map(Feature::name);
    }

    private static int[] positions(List<String> before, Stream<String> after) {
        return after.mapToInt(before::indexOf).toArray();
    }
}

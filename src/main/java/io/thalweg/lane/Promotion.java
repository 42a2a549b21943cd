package io.thalweg.lane;

import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Whether the model of a snapshot can take the place of a live one. */
public final class Promotion {
    private Promotion() {}

    /**
     * Everything that speaks against it, a line each: it must read the records of this log, and answer the same tasks.
     */
    public static List<String> obstacles(LaneSettings live, LaneSettings promoted) {
        List<String> obstacles = new ArrayList<>();
        FeatureMap ours = live.map();
        FeatureMap theirs = promoted.map();
        differ("feature", Feature::name, ours.features(), theirs.features(), obstacles);
        differ("task", Task::name, ours.tasks(), theirs.tasks(), obstacles);
        obstacles.addAll(Evolution.meanings(ours, theirs));
        if (obstacles.isEmpty() && ours.fingerprint() != theirs.fingerprint()) {
            obstacles.add("features or tasks are others (layout %08x live, %08x in the snapshot)"
                    .formatted(ours.fingerprint(), theirs.fingerprint()));
        }
        if (live.duplicatesWindow() != promoted.duplicatesWindow()) {
            obstacles.add("duplicates.window is %d live and %d in the snapshot"
                    .formatted(live.duplicatesWindow(), promoted.duplicatesWindow()));
        }
        return obstacles;
    }

    private static <T> void differ(
            String kind, Function<T, String> name, List<T> ours, List<T> theirs, List<String> obstacles) {
        List<String> live = ours.stream().map(name).toList();
        List<String> promoted = theirs.stream().map(name).toList();
        live.stream()
                .filter(one -> !promoted.contains(one))
                .forEach(one -> obstacles.add("the snapshot has no %s '%s'".formatted(kind, one)));
        promoted.stream()
                .filter(one -> !live.contains(one))
                .forEach(one ->
                        obstacles.add("the snapshot has a %s '%s', the live model has not".formatted(kind, one)));
    }
}

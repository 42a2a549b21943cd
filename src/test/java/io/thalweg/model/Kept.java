package io.thalweg.model;

import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Block;
import io.thalweg.task.Task;
import java.util.Arrays;
import java.util.List;

/** Which of the layers' numbers in the made-up shop no gradient moves, but a tie keeps. */
final class Kept {
    private final boolean[] kept;

    private Kept(boolean[] kept) {
        this.kept = kept;
    }

    static Kept of(ModelSettings settings) {
        return of(settings, Worlds.tasks());
    }

    static Kept of(ModelSettings settings, List<Task> tasks) {
        boolean[] kept = new boolean[0];
        if (!settings.isLinear()) {
            for (Block block : settings.plan(Wiring.of(Worlds.map(), false).inputs(), tasks)
                    .blocks()) {
                int from = kept.length;
                kept = Arrays.copyOf(kept, from + block.length());
                Arrays.fill(kept, from, kept.length, block.isKept());
            }
        }
        return new Kept(kept);
    }

    boolean has(String region, int i) {
        return region.equals("layers") && kept[i];
    }
}

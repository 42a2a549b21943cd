package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Expert;
import io.thalweg.sharing.Plan.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * Progressive layered extraction (Tang et al. 2020, section 4.3); with one level customised gate control (section 4.2).
 *
 * <p>On each level every task has experts of its own, and there are experts for all. All are towers of the shared
 * widths. The experts of task k read what task k mixed on the level below, the shared ones what was mixed for all; on
 * the lowest level all read the input. Then
 *
 * <pre>
 * mixed_k = softmax(W_k below_k) [experts of k; shared experts]
 * mixed_shared = softmax(W_s below_shared) [experts of all tasks; shared experts]     (not on the last level)
 * </pre>
 *
 * with one number of the softmax for each expert. The head of k reads what was mixed for it on the last level.
 *
 * <p>An absent task's experts stand still, and the others go on using them through the shared mix.
 *
 * @param levels of experts, one above the other
 * @param own experts of each task on each level
 * @param shared experts of all tasks on each level
 */
public record Ple(int levels, int own, int shared) implements Sharing {
    public Ple {
        Require.that(levels >= 1 && levels <= 8, "levels must be from 1 to 8, got %d", levels);
        Require.that(own >= 1 && own <= 32, "own-experts must be from 1 to 32, got %d", own);
        Require.that(shared >= 1 && shared <= 32, "shared-experts must be from 1 to 32, got %d", shared);
    }

    @Override
    public void draw(Plan plan) {
        Signal input = plan.input(Plan.SHARED);
        List<Signal> mixed = new ArrayList<>();
        for (int task = 0; task < plan.tasks(); task++) {
            mixed.add(input);
        }
        Signal forAll = input;
        for (int level = 0; level < levels; level++) {
            List<List<Expert>> ofTasks = new ArrayList<>();
            for (int task = 0; task < plan.tasks(); task++) {
                ofTasks.add(experts(plan, level, task, mixed.get(task)));
            }
            List<Expert> ofAll = experts(plan, level, Plan.SHARED, forAll);
            for (int task = 0; task < plan.tasks(); task++) {
                mixed.set(task, plan.mixture(task, level, mixed.get(task), join(ofTasks.get(task), ofAll)));
            }
            if (level < levels - 1) {
                List<Expert> every = ofTasks.stream().flatMap(List::stream).toList();
                forAll = plan.mixture(Plan.SHARED, level, forAll, join(every, ofAll));
            }
        }
        for (int task = 0; task < plan.tasks(); task++) {
            plan.head(task, mixed.get(task));
        }
    }

    private List<Expert> experts(Plan plan, int level, int owner, Signal from) {
        List<Expert> experts = new ArrayList<>();
        for (int i = 0; i < (owner == Plan.SHARED ? shared : own); i++) {
            String role = "level %d expert %d".formatted(level, i);
            experts.add(new Expert(owner, plan.tower(role, owner, from, plan.shared())));
        }
        return experts;
    }

    private static List<Expert> join(List<Expert> some, List<Expert> others) {
        List<Expert> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}

package io.thalweg.model;

import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Tie;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tasks have learned to take from one another. */
final class Shares {
    private Shares() {}

    /** By block and by whom it chooses: what the tasks have learned to share, the same for all examples. */
    static Map<String, Map<String, Double>> of(Plan plan, Blocks blocks, List<String> tasks) {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        for (Part.Chosen chosen : plan.only(Part.Chosen.class)) {
            double share = ChosenWeights.of(chosen, blocks).share();
            shares.put(blocks.placed(chosen.gate()).name(tasks), Collections.singletonMap("shared", share));
        }
        for (Part.Stitch stitch : plan.only(Part.Stitch.class)) {
            float[] weights = new float[stitch.from().size()];
            Stitching.weigh(blocks.parameters(), blocks.placed(stitch.shares()), weights);
            Map<String, Double> row = new LinkedHashMap<>();
            List<Integer> columns = stitch.shares().columns();
            for (int i = 0; i < weights.length; i++) {
                row.put(label(columns, i, tasks), (double) weights[i]);
            }
            shares.put(blocks.placed(stitch.shares()).name(tasks), row);
        }
        plan.ties().stream()
                .filter(Tie.Covariance.class::isInstance)
                .forEach(tie -> relations((Tie.Covariance) tie, blocks, tasks, shares));
        return shares;
    }

    /** How far each related task's head goes with each other one's, from -1 to 1. */
    private static void relations(
            Tie.Covariance tie, Blocks blocks, List<String> tasks, Map<String, Map<String, Double>> shares) {
        TaskCovariance covariance = new TaskCovariance(tie, blocks);
        List<String> names =
                tie.holds().stream().map(head -> tasks.get(head.owner())).toList();
        for (int task = 0; task < names.size(); task++) {
            Map<String, Double> row = new LinkedHashMap<>();
            for (int other = 0; other < names.size(); other++) {
                if (other != task) {
                    row.put(names.get(other), covariance.correlation(task, other));
                }
            }
            shares.put("relation of " + names.get(task), row);
        }
    }

    /** The task that a column speaks of, or that it is a layer's; numbered where there are several. */
    private static String label(List<Integer> columns, int column, List<String> tasks) {
        int task = columns.get(column);
        String name = task < 0 ? "layer" : tasks.get(task);
        long before = columns.subList(0, column).stream()
                .filter(other -> other == task)
                .count();
        boolean isOnly = columns.stream().filter(other -> other == task).count() == 1;
        return isOnly ? name : name + ' ' + before;
    }
}

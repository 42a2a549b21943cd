package io.thalweg.learn;

import io.thalweg.model.GateUse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a task stood among the others in its last step.
 *
 * @param weight what the balance multiplied its slope by, in what tasks share at least, its configured weight left out;
 *     1 with a fixed balance
 * @param cosines between its gradient of the shared layers and those of other tasks, by their names, as the balance
 *     averages them; below 0 they are in conflict. Only of tasks that were seen together, by a balance that looks
 * @param gates how the gates over experts that serve it have chosen of late, by their names
 * @param isDiverged whether the model as a whole cannot learn any more
 */
public record Standing(double weight, Map<String, Double> cosines, Map<String, GateUse> gates, boolean isDiverged) {
    public Standing {
        cosines = Collections.unmodifiableMap(new LinkedHashMap<>(cosines));
        gates = Collections.unmodifiableMap(new LinkedHashMap<>(gates));
    }
}

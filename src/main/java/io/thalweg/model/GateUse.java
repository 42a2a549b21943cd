package io.thalweg.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a gate over experts has chosen of late.
 *
 * @param entropy mean entropy of its weights over that of even ones: 1 when it takes all experts alike, 0 when it
 *     always takes one
 * @param use mean weight of each expert, by name; together 1
 */
public record GateUse(double entropy, Map<String, Double> use) {
    public GateUse {
        use = Collections.unmodifiableMap(new LinkedHashMap<>(use));
    }
}

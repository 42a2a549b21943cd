package io.thalweg.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbours that were neighbours before: {@code length} of them, from {@code from} on then, from {@code to} on now.
 */
record Run(int from, int to, int length) {
    /** The runs in a list of positions before, -1 for what was not there; in order. */
    static List<Run> of(int[] origins) {
        List<Run> runs = new ArrayList<>();
        for (int to = 0; to < origins.length; ) {
            int end = to + 1;
            while (end < origins.length && origins[end] == origins[end - 1] + 1 && origins[to] >= 0) {
                end++;
            }
            if (origins[to] >= 0) {
                runs.add(new Run(origins[to], to, end - to));
            }
            to = end;
        }
        return runs;
    }
}

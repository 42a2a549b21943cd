package io.thalweg.app.demo;

import io.thalweg.lane.Totals;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.simulate.Shop;
import io.thalweg.stream.LaneStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether what went in, what the learner says, and what stands in the topics are the same. */
final class DemoCounts {
    private final List<String> complaints = new ArrayList<>();

    private DemoCounts() {}

    /** What does not add up, in words; nothing if all is well. */
    static List<String> complaints(TopicCounts topics, LaneStatus lane, @Nullable Shop shop) {
        DemoCounts counts = new DemoCounts();
        Totals totals = lane.totals();
        long learned = totals.learned();
        counts.require(
                "events published",
                topics.published(),
                "learned + requests + duplicates + quarantined",
                learned + totals.requests() + totals.duplicates() + topics.quarantined());
        counts.require(
                "train-log records",
                topics.trainLog(),
                "learned + requests + duplicates + refused + control records",
                learned + totals.requests() + totals.duplicates() + totals.refused() + topics.controls());
        counts.require("predictions", topics.predictions(), "learned + requests", learned + totals.requests());
        counts.require("events in a buffer", totals.pending(), "nothing", 0);
        counts.require("snapshots on the topic", topics.snapshots(), "snapshots taken", totals.snapshots());
        for (TaskMetrics task : lane.metrics()) {
            long predicted = topics.labels().getOrDefault(task.task(), 0L);
            counts.require("predictions with a label of " + task.task(), predicted, "labels learned", task.labelled());
        }
        if (shop != null) {
            counts.require("events published", topics.published(), "the shop's own count", shop.published());
            counts.require("quarantined", topics.quarantined(), "broken by the shop", shop.broken());
            counts.require("duplicates", totals.duplicates(), "repeated by the shop", shop.duplicates());
            counts.require("requests", totals.requests(), "asked by the shop", shop.requests());
        }
        return counts.complaints;
    }

    private void require(String what, long count, String expected, long expectedCount) {
        if (count != expectedCount) {
            complaints.add(String.format(Locale.ROOT, "%s: %,d, but %s: %,d", what, count, expected, expectedCount));
        }
    }
}

package io.thalweg.batch;

import java.util.List;

/** Examples to be learned from in one step, in buffer order; never empty. */
public record Batch(List<Pending> examples) {
    /** When the log took the example that waited longest. */
    public long oldestAppendTime() {
        return examples.stream().mapToLong(Pending::appendTime).min().orElseThrow();
    }

    /** Highest place in the train log. */
    public long lastOffset() {
        return examples.stream().mapToLong(Pending::offset).max().orElseThrow();
    }

    public int size() {
        return examples.size();
    }
}

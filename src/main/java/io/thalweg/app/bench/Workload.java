package io.thalweg.app.bench;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.simulate.ClickLog;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configurations under which the click log is learned. */
final class Workload {
    static final String TOPIC = "bench.impressions";
    static final String WARM_UP_TOPIC = "bench.warm-up";
    static final int BATCH = 256;

    /** Ends the name of the run before the run that is measured. */
    static final String WARM = "-warm";

    /** A checkpoint every few seconds and a snapshot about every ten, at the rates that are measured here. */
    private static final int CHECKPOINT_EVERY = 250_000;

    static final Pace USUAL = new Pace(BATCH, CHECKPOINT_EVERY);

    /** With a commit every 20 ms. */
    static final Pace OFTEN = USUAL.withCommits(20);

    private static final String PACE = "checkpoints: { every: %d }%nsnapshots: { every: 1000000 }%n";

    private Workload() {}

    /**
     * Events of a gradient step, offsets of the train log between two checkpoints, milliseconds between two commits;
     * null for as many as a learner has by itself.
     */
    record Pace(int batch, int checkpointEvery, @Nullable Integer commitMillis) {
        Pace(int batch, int checkpointEvery) {
            this(batch, checkpointEvery, null);
        }

        Pace withCommits(int millis) {
            return new Pace(batch, checkpointEvery, millis);
        }
    }

    /** The models that are measured. */
    enum Model {
        /** A weight for each bucket and task, nothing else. */
        LINEAR("{ embedding: { buckets: 2^20, dimension: 8 }, layers: { shared: [], task: [] } }"),
        /** Embeddings of length 8 into one trunk for all three tasks. */
        SHARED("{ sharing: hard, wide: false, embedding: { buckets: 2^20, dimension: 8 },"
                + " layers: { shared: [128, 64], task: [] } }"),
        /** The same with a table of eight times the size. */
        LARGE("{ sharing: hard, wide: false, embedding: { buckets: 2^23, dimension: 8 },"
                + " layers: { shared: [128, 64], task: [] } }");

        private final String block;

        Model(String block) {
            this.block = block;
        }
    }

    /** Where a pass-through copies to. */
    static String passThroughTopic(String run) {
        return "bench." + run + ".copy";
    }

    static String passThroughGroup(String run) {
        return "bench." + run;
    }

    /** For one run: every {@code app} has topics and groups of its own. */
    static ThalwegConfig config(Model model, String app, String inputTopic) {
        return config(model, app, inputTopic, USUAL);
    }

    /** At another pace. */
    static ThalwegConfig config(Model model, String app, String inputTopic, Pace pace) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("app: ").append(app).append('\n');
        yaml.append("kafka: { bootstrap.servers: \"nowhere:1\"");
        if (pace.commitMillis() != null) {
            yaml.append(", commit.interval.ms: ").append(pace.commitMillis());
        }
        yaml.append(" }\nregistry: { url: \"http://nowhere:1\" }\n");
        yaml.append("time: { field: event_time, unit: ms }\nfeatures:\n");
        for (int field = 1; field <= ClickLog.CATEGORIES; field++) {
            yaml.append("  c").append(field).append(": { type: categorical }\n");
        }
        for (int field = 1; field <= ClickLog.NUMBERS; field++) {
            yaml.append("  n").append(field).append(": { type: numeric, transform: [log1p, standardise] }\n");
        }
        yaml.append("tasks:\n");
        task(yaml, "click", inputTopic, "clicked, loss: logistic");
        task(yaml, "dwell", inputTopic, "{ field: dwell_s, transform: [log1p] }, loss: huber");
        task(yaml, "buy", inputTopic, "bought, loss: logistic");
        yaml.append("model: ").append(model.block).append('\n');
        yaml.append("optimiser: { type: adagrad, rate: 0.05 }\n");
        yaml.append("batch: { size: ")
                .append(pace.batch())
                .append(" }\nseed: 42\n")
                .append(PACE.formatted(pace.checkpointEvery()));
        return ThalwegConfig.parse(yaml.toString(), "the benchmark's configuration", Map.of());
    }

    private static void task(StringBuilder yaml, String name, String topic, String label) {
        yaml.append("  %s: { topic: %s, label: %s }%n".formatted(name, topic, label));
    }
}

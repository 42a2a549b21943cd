package io.thalweg.observe;

import java.util.List;

/**
 * Every meter of our own, with its unit and meaning. Names are a contract: dashboards and alert rules of users are made
 * of them, and {@code docs/metrics.md} is made of this list.
 */
public enum MeterName {
    ROUTED(Kind.COUNTER, "routed.events", "events", "Events written to the train log."),
    QUARANTINED(
            Kind.COUNTER,
            "quarantined.events",
            "events",
            "Records sent to quarantine, by the application that sent them and their reason.",
            "part",
            "reason"),
    LEARNED(
            Kind.COUNTER,
            "learned.events",
            "events",
            "Labelled events that the lane has taken in to learn from; a few of them still wait in its buffers.",
            "lane"),
    REQUESTS(Kind.COUNTER, "request.events", "events", "Events without labels that were scored.", "lane"),
    DUPLICATES(
            Kind.COUNTER,
            "duplicate.events",
            "events",
            "Events left out because one with the same key had been learned from.",
            "lane"),
    REFUSED(
            Kind.COUNTER,
            "refused.events",
            "events",
            "Events of the train log that were not learned from because they would have spoiled the model.",
            "lane"),
    SNAPSHOTS(Kind.COUNTER, "snapshots", "snapshots", "Snapshots sent to their topic."),

    PREDICTION_LATENCY(
            Kind.TIMER,
            "prediction.latency",
            "seconds",
            "From when the log took an event to when its prediction was handed to the producer, by the clocks of log and"
                    + " learner; of each step a sample of up to 16 events. Readers of committed records see it after the commit"
                    + " that follows.",
            "of"),
    BATCH_WAIT(
            Kind.TIMER,
            "batch.wait",
            "seconds",
            "Log time that a labelled event waited for its step: until the log took the record that set it off. The same"
                    + " sample."),
    STEP(
            Kind.TIMER,
            "step",
            "seconds",
            "Time of a gradient step: testing and learning from the batch, and handing over its predictions."),
    COMMIT_PAUSE(
            Kind.TIMER,
            "commit.pause",
            "seconds",
            "How long a commit held a stream thread up, from its first flush to the end of the transaction.",
            "part"),
    CHECKPOINT(
            Kind.TIMER,
            "checkpoint",
            "seconds",
            "Time to hand over all that has changed since the last checkpoint; the commit behind it comes on top."),

    HTTP_REQUEST(
            Kind.TIMER,
            "http.request",
            "seconds",
            "Time to answer a request over HTTP; of an event stream its whole length.",
            "path",
            "status"),

    SERVING(
            Kind.GAUGE,
            "serving",
            "0 or 1",
            "Whether there is a model to answer with over HTTP: 1, or there is none: 0."),
    SERVED_AGE(
            Kind.GAUGE,
            "served.model.age.seconds",
            "seconds",
            "Since the snapshot was made whose model answers over HTTP."),
    RUNNING(Kind.GAUGE, "part.running", "0 or 1", "Whether the application is running: 1, or it is not: 0.", "part"),
    LAG(
            Kind.GAUGE,
            "lag.records",
            "records",
            "Offsets that the application has still to commit: of the input topics (route), or of the train log (learn),"
                    + " open transactions included. Read from the broker every few seconds; NaN while the broker does not answer.",
            "part"),
    NEXT_OFFSET(Kind.GAUGE, "next.offset", "offset", "First offset of the train log that was not applied yet.", "lane"),
    MODEL_VERSION(Kind.GAUGE, "model.version", "steps", "Gradient steps that the model has taken.", "lane"),
    MODEL_AGE(
            Kind.GAUGE,
            "model.age.seconds",
            "seconds",
            "Since the last gradient step in this process, or since it began if there was none."),
    SNAPSHOT_AGE(
            Kind.GAUGE,
            "snapshot.age.seconds",
            "seconds",
            "Since this process sent its last snapshot, or since it began if there was none."),
    DIVERGED(
            Kind.GAUGE,
            "model.diverged",
            "0 or 1",
            "Whether the model has diverged (1) and learns from nothing until another one takes over.",
            "lane"),
    WAITING(Kind.GAUGE, "waiting.events", "events", "Labelled events that wait in buffers for their step.", "lane"),
    MEMORY(
            Kind.GAUGE,
            "memory.bytes",
            "bytes",
            "What a part of the model takes: embedding tables, layers, counts; of learned parameters, state of the"
                    + " optimiser, or counts.",
            "arena",
            "kind"),

    LABELS(Kind.COUNTER, "task.labels", "labels", "Labels that the task has learned from.", "lane", "task"),
    DRIFT_ALARMS(
            Kind.COUNTER,
            "task.drift.alarms",
            "alarms",
            "Alarms of drift that the task has had: of its loss, its labels or a feature. Which one stands in the log and on"
                    + " the metrics topic.",
            "lane",
            "task"),
    QUALITY(
            Kind.GAUGE,
            "task.quality",
            "of the figure",
            "The figure by which the task is judged first (log loss, RMSE or loss; low is good), over its last labels,"
                    + " each predicted before it was learned from.",
            "lane",
            "task",
            "figure"),
    BASELINE(
            Kind.GAUGE,
            "task.baseline",
            "of the figure",
            "The same figure, over the same labels, of the running mean or of whatever else was usual.",
            "lane",
            "task",
            "figure"),
    FIGURE(
            Kind.GAUGE,
            "task.figure",
            "of the figure",
            "All figures of the task over its last labels, by the names of the metrics topic.",
            "lane",
            "task",
            "figure"),
    CALIBRATION(
            Kind.GAUGE,
            "task.calibration",
            "ratio",
            "Sum of what was predicted over sum of what came, over the last labels; good at 1.",
            "lane",
            "task"),
    WINDOW(
            Kind.GAUGE,
            "task.window.labels",
            "labels",
            "Labels that the figures above speak of; the older the less they count.",
            "lane",
            "task"),
    LOSS_WEIGHT(
            Kind.GAUGE,
            "task.loss.weight",
            "factor",
            "What the balance multiplied the task's slope by in its last step; the configured weight is left out.",
            "lane",
            "task"),
    COSINE(
            Kind.GAUGE,
            "task.cosine",
            "cosine",
            "Between the gradients of two tasks in the shared layers, averaged; below 0 they are in conflict. Only with"
                    + " a balance that looks at gradients.",
            "lane",
            "task",
            "other"),
    GATE_ENTROPY(
            Kind.GAUGE,
            "gate.entropy",
            "ratio",
            "How evenly a gate chooses among its experts: 1 when it takes all alike, 0 when it always takes one.",
            "lane",
            "task",
            "gate");

    private final Kind kind;
    private final String suffix;
    private final String unit;
    private final String help;
    private final List<String> labels;

    /** How it behaves. */
    public enum Kind {
        /** Only grows, from 0 at the start of the process. */
        COUNTER,
        /** A histogram of times. */
        TIMER,
        /** Goes up and down. */
        GAUGE
    }

    MeterName(Kind kind, String suffix, String unit, String help, String... labels) {
        this.kind = kind;
        this.suffix = suffix;
        this.unit = unit;
        this.help = help;
        this.labels = List.of(labels);
    }

    public Kind kind() {
        return kind;
    }

    /** The name that Micrometer has. */
    String id() {
        return "thalweg." + suffix;
    }

    /** The name that a Prometheus reads, of histograms without {@code _bucket}, {@code _count} and {@code _sum}. */
    public String prometheus() {
        String name = id().replace('.', '_');
        return switch (kind) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
            case GAUGE -> name;
        };
    }

    public String unit() {
        return unit;
    }

    /** One or two sentences. */
    public String help() {
        return help;
    }

    /** Names of what tells its series from each other, in the order in which values are given. */
    public List<String> labels() {
        return labels;
    }
}

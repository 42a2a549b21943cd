package io.thalweg.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an existing topic must be like to be used as one of ours. */
final class TopicRules {
    /** A train log that forgets sooner than this would not survive an ordinary restart. */
    private static final long SHORTEST_RETENTION_MILLIS = Duration.ofHours(1).toMillis();

    private final String bootstrap;

    /** @param bootstrap for the commands in messages */
    TopicRules(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** One thing to say of a topic; with an error nothing can start. */
    record Finding(boolean error, String text) {}

    List<Finding> judge(TopicSpec spec, TopicState state) {
        List<Finding> findings = new ArrayList<>();
        if (state.number("max.message.bytes", spec.largestMessage()) < spec.largestMessage()) {
            judgeMessageSize(spec, state, findings);
        }
        if (spec.use() == TopicSpec.Use.SNAPSHOTS && state.partitions() < spec.partitions()) {
            findings.add(error(
                    "snapshots topic %s has %d partitions and needs %d, chunks in the first and manifests in the second:"
                            + " kafka-topics.sh --bootstrap-server %s --alter --topic %s --partitions %d",
                    spec.name(), state.partitions(), spec.partitions(), bootstrap, spec.name(), spec.partitions()));
        }
        if (spec.use() == TopicSpec.Use.TRAIN_LOG) {
            judgeLog(spec, state, findings);
        }
        return findings;
    }

    private void judgeMessageSize(TopicSpec spec, TopicState state, List<Finding> findings) {
        findings.add(warning(
                "%s topic %s takes messages of %s bytes at most, where %d may be needed; larger ones are cut or stop the"
                        + " program: %s",
                spec.use(),
                spec.name(),
                state.setting("max.message.bytes"),
                spec.largestMessage(),
                spec.alterCommand(bootstrap, "max.message.bytes", Integer.toString(spec.largestMessage()))));
    }

    private void judgeLog(TopicSpec spec, TopicState state, List<Finding> findings) {
        if (state.partitions() != 1) {
            findings.add(error(
                    "train log %s has %d partitions, and must have one: only inside a partition records have an order."
                            + " Name another topic (topics.train-log), or delete it and: %s",
                    spec.name(), state.partitions(), spec.createCommand(bootstrap)));
        }
        if (state.setting("cleanup.policy").contains("compact")) {
            findings.add(error(
                    "train log %s is compacted, which would take examples out of it: %s",
                    spec.name(), spec.alterCommand(bootstrap, "cleanup.policy", "delete")));
        }
        long retention = state.number("retention.ms", -1);
        if (retention >= 0 && retention < SHORTEST_RETENTION_MILLIS) {
            findings.add(error(
                    "train log %s keeps records for %s only; a learner that was down for longer could not go on: %s",
                    spec.name(), Duration.ofMillis(retention), spec.alterCommand(bootstrap, "retention.ms", "-1")));
        } else if (retention >= 0 || state.number("retention.bytes", -1) >= 0) {
            findings.add(warning(
                    "train log %s forgets old records (retention.ms=%s, retention.bytes=%s): a learner that was down for"
                            + " longer cannot go on, and no model can be replayed from the beginning",
                    spec.name(), state.setting("retention.ms"), state.setting("retention.bytes")));
        }
    }

    private static Finding error(String text, Object... values) {
        return new Finding(true, text.formatted(values));
    }

    private static Finding warning(String text, Object... values) {
        return new Finding(false, text.formatted(values));
    }
}

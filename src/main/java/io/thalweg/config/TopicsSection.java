package io.thalweg.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of topics: the {@code topics:} block, and the rule that no topic is used for two things. */
final class TopicsSection {
    private static final List<String> KEYS = List.of("train-log", "predictions", "metrics", "snapshots", "quarantine");

    private TopicsSection() {}

    static Topics read(Block root, String app) {
        Topics usual = Topics.of(app);
        Block block = root.child("topics", KEYS);
        return new Topics(
                name(block, "train-log", usual.trainLog()),
                name(block, "predictions", usual.predictions()),
                name(block, "metrics", usual.metrics()),
                name(block, "snapshots", usual.snapshots()),
                name(block, "quarantine", usual.quarantine()));
    }

    private static String name(Block block, String key, String usual) {
        Value value = block.get(key);
        return value == null ? usual : topic(value);
    }

    /** A name that Kafka allows; another one is a problem. */
    static String topic(Value value) {
        String name = value.text();
        if (!name.isBlank() && (!name.matches("[A-Za-z0-9._-]{1,249}") || name.matches("\\.{1,2}"))) {
            value.complain(
                    "must be a topic's name, at most 249 letters, digits, '.', '_' and '-', got %s", value.shown());
        }
        return name;
    }

    static String requireTopic(Block block, String key, String what) {
        Value value = block.require(key, what);
        return value == null ? "" : topic(value);
    }

    /** Complains about every topic that two things claim. */
    static void requireDistinct(Block root, Topics topics, List<TasksSection.Entry> tasks, @Nullable String requests) {
        Map<String, String> owners = new LinkedHashMap<>();
        tasks.forEach(task -> owners.put(task.topic(), "tasks." + task.task().name() + ".topic"));
        Value place = root.get("requests");
        if (requests != null && place != null) {
            claim(owners, place, "requests", requests);
        }
        Value renamed = root.get("topics");
        Value written = renamed == null ? root.get("app") : renamed;
        for (int i = 0; written != null && i < KEYS.size(); i++) {
            claim(owners, written, "topics." + KEYS.get(i), topics.all().get(i));
        }
    }

    private static void claim(Map<String, String> owners, Value place, String owner, String topic) {
        String other = topic.isEmpty() ? null : owners.putIfAbsent(topic, owner);
        if (other != null) {
            place.problems()
                    .add(place.line(), "%s is '%s', and so is %s; give each a topic of its own", owner, topic, other);
        }
    }
}

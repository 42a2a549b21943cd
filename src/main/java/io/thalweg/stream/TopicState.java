package io.thalweg.stream;

import java.util.Map;

/** How an existing topic is. */
record TopicState(int partitions, Map<String, String> settings) {
    TopicState {
        settings = Map.copyOf(settings);
    }

    String setting(String key) {
        return settings.getOrDefault(key, "");
    }

    long number(String key, long otherwise) {
        String value = setting(key);
        return value.matches("-?\\d{1,18}") ? Long.parseLong(value) : otherwise;
    }
}

package io.thalweg.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;

/**
 * Lets Kafka's clients fetch tokens from where the configuration says. They only ask addresses and open files that a
 * system property of the JVM lists, since elsewhere strangers may configure a client; here whoever wrote the file
 * started the process. A property that somebody else has set is left alone; to what was set here, more is added.
 */
final class TokenEndpoints {
    private static final List<String> FILES = List.of("assertion.file", "private.key.file", "template.file");

    /** What each property was set to here; under the lock of the class. */
    private static final Map<String, String> OURS = new HashMap<>();

    private TokenEndpoints() {}

    static void allow(Map<String, Object> kafka) {
        TreeSet<String> urls = new TreeSet<>();
        TreeSet<String> files = new TreeSet<>();
        kafka.forEach((key, value) -> {
            if (key.contains("sasl.oauthbearer.") && key.endsWith(".endpoint.url")) {
                urls.add(value.toString());
            } else if (FILES.stream()
                    .anyMatch(end -> key.endsWith("sasl.oauthbearer.assertion." + end)
                            || key.endsWith("sasl.oauthbearer." + end))) {
                files.add(value.toString());
            }
        });
        allow(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG, urls);
        allow(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_FILES_CONFIG, files);
    }

    private static synchronized void allow(String property, TreeSet<String> values) {
        String present = System.getProperty(property);
        if (values.isEmpty() || present != null && !present.equals(OURS.get(property))) {
            return;
        }
        if (present != null) {
            values.addAll(List.of(present.split(",")));
        }
        String all = String.join(",", values);
        System.setProperty(property, all);
        OURS.put(property, all);
    }
}

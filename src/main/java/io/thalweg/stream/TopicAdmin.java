package io.thalweg.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that all topics are there, and are as they must be, before anything starts. */
final class TopicAdmin {
    private static final Logger log = LoggerFactory.getLogger(TopicAdmin.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;
    private final String bootstrap;
    private final Answers answers;

    TopicAdmin(Admin admin, String bootstrap) {
        this.admin = admin;
        this.bootstrap = bootstrap;
        answers = new Answers(bootstrap);
    }

    /**
     * Creates what is missing of {@code ours} and judges the rest.
     *
     * @throws IllegalStateException if an input topic does not exist, or one of ours cannot be made or used; says what
     *     to do
     */
    void prepare(Collection<String> inputs, List<TopicSpec> ours) {
        requireInputs(inputs);
        Map<String, Integer> partitions = makeMissing(ours);
        List<TopicSpec> existing = ours.stream()
                .filter(spec -> partitions.containsKey(spec.name()))
                .toList();
        judge(existing, partitions);
    }

    /** Creates those that are missing, and says how many partitions the others have. */
    Map<String, Integer> makeMissing(List<TopicSpec> specs) {
        Map<String, Integer> partitions =
                partitions(specs.stream().map(TopicSpec::name).toList());
        List<TopicSpec> missing = specs.stream()
                .filter(spec -> !partitions.containsKey(spec.name()))
                .toList();
        create(missing);
        awaitVisible(missing);
        return partitions;
    }

    private void requireInputs(Collection<String> inputs) {
        Map<String, Integer> partitions = partitions(inputs);
        String missing =
                inputs.stream().filter(name -> !partitions.containsKey(name)).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(noSuchInput(missing));
        }
    }

    /** What to say of input topics that do not exist; their names stand between commas. */
    String noSuchInput(String missing) {
        return ("no such input topic on %s: %s; correct the configuration (tasks: topic, requests), or create it:"
                        + " kafka-topics.sh --bootstrap-server %s --create --topic %s --partitions 1")
                .formatted(bootstrap, missing, bootstrap, missing.replaceAll(", .*", ""));
    }

    /** Partitions of each of the topics that exist. */
    Map<String, Integer> partitions(Collection<String> names) {
        Map<String, Integer> partitions = new TreeMap<>();
        Map<String, KafkaFuture<TopicDescription>> found =
                admin.describeTopics(names).topicNameValues();
        found.forEach((name, answer) -> {
            try {
                partitions.put(name, answers.await(answer).partitions().size());
            } catch (UnknownTopicOrPartitionException e) {
                log.debug("{} does not exist", name);
            } catch (AuthorizationException e) {
                throw new IllegalStateException(
                        "not allowed to see topic %s: grant this user DESCRIBE on it".formatted(name), e);
            }
        });
        return partitions;
    }

    /** Whether the topic exists, with as many partitions as it must have. */
    boolean has(TopicSpec spec) {
        return partitions(List.of(spec.name())).getOrDefault(spec.name(), 0) >= spec.partitions();
    }

    private void create(List<TopicSpec> missing) {
        Map<String, KafkaFuture<Void>> made = admin.createTopics(
                        missing.stream().map(TopicSpec::newTopic).toList())
                .values();
        missing.forEach(spec -> {
            try {
                KafkaFuture<Void> answer = made.get(spec.name());
                if (answer != null) {
                    answers.await(answer);
                }
                log.info("created topic {} for the {}", spec.name(), spec.use());
            } catch (TopicExistsException e) {
                log.debug("somebody else has created {}", spec.name());
            } catch (AuthorizationException | PolicyViolationException e) {
                throw new IllegalStateException(
                        "the %s topic %s does not exist and must not be created by this user (%s); have it created: %s"
                                .formatted(spec.use(), spec.name(), e.getMessage(), spec.createCommand(bootstrap)),
                        e);
            }
        });
    }

    /** A topic exists some moments before every broker knows it; the engine would not wait for that. */
    private void awaitVisible(List<TopicSpec> created) {
        List<String> names = created.stream().map(TopicSpec::name).toList();
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        while (partitions(names).size() < names.size()) {
            if (System.nanoTime() > patientUntil) {
                throw new IllegalStateException("the brokers do not know all of %s %d s after they were created"
                        .formatted(names, PATIENCE.toSeconds()));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void judge(List<TopicSpec> existing, Map<String, Integer> partitions) {
        List<String> errors = new ArrayList<>();
        for (TopicRules.Finding finding : findings(existing, partitions)) {
            if (finding.error()) {
                errors.add(finding.text());
            } else {
                log.warn("{}", finding.text());
            }
        }
        if (!errors.isEmpty()) {
            throw new IllegalStateException(String.join("; ", errors));
        }
    }

    /** All that the rules say of topics that exist. */
    List<TopicRules.Finding> findings(List<TopicSpec> existing, Map<String, Integer> partitions) {
        Map<String, Map<String, String>> settings = settings(existing);
        TopicRules rules = new TopicRules(bootstrap);
        List<TopicRules.Finding> findings = new ArrayList<>();
        for (TopicSpec spec : existing) {
            TopicState state = new TopicState(
                    partitions.getOrDefault(spec.name(), 1), settings.getOrDefault(spec.name(), Map.of()));
            findings.addAll(rules.judge(spec, state));
        }
        return findings;
    }

    /** Settings of the topics, as far as we are allowed to see them. */
    private Map<String, Map<String, String>> settings(List<TopicSpec> topics) {
        Map<String, Map<String, String>> settings = new TreeMap<>();
        List<ConfigResource> resources = topics.stream()
                .map(spec -> new ConfigResource(ConfigResource.Type.TOPIC, spec.name()))
                .toList();
        admin.describeConfigs(resources).values().forEach((resource, answer) -> {
            try {
                Map<String, String> found = new LinkedHashMap<>();
                for (ConfigEntry entry : answers.await(answer).entries()) {
                    if (entry.value() != null) {
                        found.put(entry.name(), entry.value());
                    }
                }
                settings.put(resource.name(), found);
            } catch (AuthorizationException e) {
                log.warn(
                        "not allowed to see the settings of topic {}, so nobody has judged them: grant this user"
                                + " DESCRIBE_CONFIGS on it",
                        resource.name());
            }
        });
        return settings;
    }

    /** The largest message that a topic takes. */
    int largestMessage(TopicSpec topic) {
        Map<String, String> found = settings(List.of(topic)).getOrDefault(topic.name(), Map.of());
        return (int) new TopicState(1, found).number("max.message.bytes", TopicSpec.DEFAULT_LARGEST_MESSAGE);
    }
}

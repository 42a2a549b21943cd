package io.thalweg.stream;

import io.thalweg.client.ClientSettings;
import io.thalweg.client.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker what we are allowed. It says so of what exists; of the rest, and where it is too old, nobody knows.
 */
final class RightsCheck {
    private static final Logger log = LoggerFactory.getLogger(RightsCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Admin admin;
    private final Answers answers;

    RightsCheck(Admin admin, Answers answers) {
        this.admin = admin;
        this.answers = answers;
    }

    /** Those of {@code rights} that we certainly do not have. A question that nobody answers is the last one. */
    List<Right> missing(List<Right> rights) {
        Set<Right> missing = new LinkedHashSet<>();
        try {
            for (ResourceType type : List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
                rights.stream()
                        .filter(right -> right.resource() == type)
                        .collect(Collectors.groupingBy(Right::name))
                        .forEach((name, ofOne) -> missing.addAll(missing(type, name, ofOne)));
            }
        } catch (IllegalStateException e) {
            log.debug("nobody says what this user is allowed", e);
        }
        List<Right> inOrder = new ArrayList<>(rights);
        inOrder.retainAll(missing);
        return inOrder;
    }

    private List<Right> missing(ResourceType type, String name, List<Right> rights) {
        Set<AclOperation> allowed = switch (type) {
            case TOPIC -> allowed(() -> topic(name));
            case GROUP -> allowed(() -> group(name));
            default -> allowed(() -> transactions(rights.get(0).example()));
        };
        return allowed == null
                ? List.of()
                : rights.stream()
                        .filter(right -> !allowed.contains(right.operation()))
                        .toList();
    }

    /** What may be done; nothing if not even that may be known, and null if nobody knows. */
    private static @Nullable Set<AclOperation> allowed(Supplier<@Nullable Set<AclOperation>> question) {
        try {
            return question.get();
        } catch (AuthorizationException e) {
            return Set.of();
        } catch (KafkaException e) {
            return null;
        }
    }

    private @Nullable Set<AclOperation> topic(String name) {
        var question = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        return answers.await(admin.describeTopics(List.of(name), question).allTopicNames()).values().stream()
                .findFirst()
                .map(TopicDescription::authorizedOperations)
                .orElse(null);
    }

    private @Nullable Set<AclOperation> group(String name) {
        var question = new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true);
        return answers
                .await(admin.describeConsumerGroups(List.of(name), question).all())
                .values()
                .stream()
                .findFirst()
                .map(ConsumerGroupDescription::authorizedOperations)
                .orElse(null);
    }

    /** Who may write in a transaction may look at it; whether there is one of this id is said only to them. */
    private @Nullable Set<AclOperation> transactions(String id) {
        answers.await(admin.describeTransactions(List.of(id)).description(id));
        return null;
    }

    /**
     * What to tell of a failure. Where it is a refusal, the broker is asked which of the rights that are {@code needed}
     * this user lacks, and they go before the broker's own words, which often do not name them; where nothing new comes
     * of that, or nobody answers ({@link #PATIENCE} at most), those words stand alone.
     */
    static String explain(Throwable failure, List<Right> needed, ClientSettings settings) {
        String words = StreamException.explain(failure);
        if (!Failures.isRefusal(failure)) {
            return words;
        }
        try (Admin admin = Admin.create(settings.hastyAdmin(PATIENCE))) {
            List<Right> missing = new RightsCheck(admin, new Answers(settings.bootstrap()))
                    .missing(needed.stream()
                            .filter(right -> !right.isNeededToLookOnly())
                            .toList());
            boolean isSaid = missing.stream().allMatch(right -> words.contains(right.toString()));
            return isSaid ? words : "%s (%s)".formatted(words(missing), words);
        } catch (KafkaException e) {
            log.debug("nobody can be asked what this user is allowed", e);
            return words;
        }
    }

    /** As a failure that may be told. */
    static StreamException explaining(RuntimeException failure, List<Right> needed, ClientSettings settings) {
        return Failures.isRefusal(failure)
                ? new StreamException(explain(failure, needed, settings), failure)
                : StreamException.explaining(failure);
    }

    /** What to tell of them. */
    static String words(Collection<Right> missing) {
        return Failures.notAllowed(missing.stream().map(Right::toString).collect(Collectors.joining(", ")));
    }
}

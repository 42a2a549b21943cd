package io.thalweg.stream;

import java.util.Locale;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One thing that a principal must be allowed to do.
 *
 * @param name of the resource, or how it begins
 */
record Right(ResourceType resource, String name, PatternType pattern, AclOperation operation) {
    static Right topic(String name, AclOperation operation) {
        return new Right(ResourceType.TOPIC, name, PatternType.LITERAL, operation);
    }

    static Right group(String name, AclOperation operation) {
        return new Right(ResourceType.GROUP, name, PatternType.LITERAL, operation);
    }

    /** To write in transactions of this id. */
    static Right transaction(String id) {
        return new Right(ResourceType.TRANSACTIONAL_ID, id, PatternType.LITERAL, AclOperation.WRITE);
    }

    /** To write in transactions whose ids begin so. */
    static Right transactions(String beginning) {
        return new Right(ResourceType.TRANSACTIONAL_ID, beginning, PatternType.PREFIXED, AclOperation.WRITE);
    }

    /** Without it a run goes on, and says what it could not look at. */
    boolean isNeededToLookOnly() {
        return operation == AclOperation.DESCRIBE_CONFIGS;
    }

    /** A name that it is about. */
    String example() {
        return pattern == PatternType.PREFIXED ? name + "check" : name;
    }

    /** The resource as {@code kafka-acls.sh} is told of it. */
    String option() {
        String option = resource == ResourceType.TRANSACTIONAL_ID
                ? "--transactional-id"
                : "--" + resource.name().toLowerCase(Locale.ROOT);
        String prefixed = pattern == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "";
        return option + " " + name + prefixed;
    }

    /** Such as {@code READ on topic shop.click}. */
    @Override
    public String toString() {
        String kind = resource.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return pattern == PatternType.PREFIXED
                ? "%s on every %s that begins with %s".formatted(operation, kind, name)
                : "%s on %s %s".formatted(operation, kind, name);
    }
}

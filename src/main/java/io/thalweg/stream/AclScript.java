package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.config.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * The rights of an application as a script for its administrator, who fills in the first lines. What stands there of
 * {@code $AS} is for {@code replay --as NAME}, and is left out unless the name is given.
 */
public final class AclScript {
    private static final String AS_ADMIN = " --command-config \"$ADMIN\"";

    private final String bootstrap;

    private AclScript(ThalwegConfig config) {
        bootstrap = String.valueOf(config.kafka().get("bootstrap.servers"));
    }

    /** The script, line by line. */
    public static List<String> lines(ThalwegConfig config) {
        AclScript script = new AclScript(config);
        List<Role> roles = Role.of(config);
        List<String> lines = new ArrayList<>();
        lines.add("ADMIN=admin.properties # how an administrator connects");
        roles.forEach(role -> lines.add("%s=User:%s-%s # %s"
                .formatted(role.name(), config.app(), role.name().toLowerCase(Locale.ROOT), role.use())));
        Role publisher = Role.publisher(Role.AS);
        lines.add("AS= # the NAME, where %s may %s, too".formatted(publisher.name(), publisher.use()));
        lines.add("");
        lines.add("# topics, as far as they are not there yet: nobody below may create any");
        Role.topics(config).forEach(topic -> lines.add(script.create(topic)));
        for (Role role : roles) {
            lines.add("");
            lines.add("# %s: %s".formatted(role.name(), role.use()));
            lines.addAll(script.grants(role));
        }
        lines.add("");
        lines.add("# %s: %s".formatted(publisher.name(), publisher.use()));
        lines.add("if [ \"%s\" ]; then".formatted(Role.AS));
        publishedTopics().forEach(topic -> lines.add("  " + script.create(topic)));
        script.grants(publisher).forEach(grant -> lines.add("  " + grant));
        lines.add("fi");
        return lines;
    }

    private static List<TopicSpec> publishedTopics() {
        return ReplayPublication.specs(Topics.of(Role.AS));
    }

    private String create(TopicSpec topic) {
        return topic.createCommand(bootstrap)
                .replaceFirst("(--bootstrap-server \\S+)", "$1" + Matcher.quoteReplacement(AS_ADMIN));
    }

    private List<String> grants(Role role) {
        return byResource(role).entrySet().stream()
                .map(right -> "kafka-acls.sh --bootstrap-server %s%s --add --allow-principal \"$%s\"%s %s"
                        .formatted(bootstrap, AS_ADMIN, role.name(), right.getValue(), right.getKey()))
                .toList();
    }

    private static Map<String, String> byResource(Role role) {
        return role.rights().stream()
                .collect(Collectors.groupingBy(
                        Right::option,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                right -> " --operation " + SecurityUtils.operationName(right.operation()),
                                Collectors.joining())));
    }

    /** For programs. */
    public static Map<String, Object> report(ThalwegConfig config) {
        AclScript script = new AclScript(config);
        Role publisher = Role.publisher(Role.AS);
        Map<String, Object> report = new LinkedHashMap<>(script.report(Role.of(config), Role.topics(config)));
        report.put("replayAs", script.report(List.of(publisher), publishedTopics()));
        return report;
    }

    private Map<String, Object> report(List<Role> roles, List<TopicSpec> topics) {
        List<Map<String, String>> acls = new ArrayList<>();
        for (Role role : roles) {
            for (Right right : role.rights()) {
                Map<String, String> acl = new LinkedHashMap<>();
                acl.put("role", role.name());
                acl.put("operation", right.operation().name());
                acl.put("resourceType", right.resource().name());
                acl.put("name", right.name());
                acl.put("patternType", right.pattern().name());
                acls.add(acl);
            }
        }
        List<String> commands =
                topics.stream().map(topic -> topic.createCommand(bootstrap)).toList();
        return Map.of("acls", acls, "topics", commands);
    }
}

package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.SecurityUtils;

/** The rights of an application as a script for its administrator, who fills in the first lines. */
public final class AclScript {
    private static final String AS_ADMIN = " --command-config \"$ADMIN\"";

    private AclScript() {}

    /** The script, line by line. */
    public static List<String> lines(ThalwegConfig config) {
        String bootstrap = String.valueOf(config.kafka().get("bootstrap.servers"));
        List<Role> roles = Role.of(config);
        List<String> lines = new ArrayList<>();
        lines.add("ADMIN=admin.properties # how an administrator connects");
        roles.forEach(role -> lines.add(
                "%s=User:%s-%s".formatted(role.name(), config.app(), role.name().toLowerCase(Locale.ROOT))));
        lines.add("");
        lines.add("# topics, as far as they are not there yet: nobody below may create any");
        Role.topicCommands(config)
                .forEach(command -> lines.add(
                        command.replaceFirst("(--bootstrap-server \\S+)", "$1" + Matcher.quoteReplacement(AS_ADMIN))));
        for (Role role : roles) {
            lines.add("");
            lines.add("# " + role.use());
            byResource(role)
                    .forEach((option, operations) ->
                            lines.add("kafka-acls.sh --bootstrap-server %s%s --add --allow-principal \"$%s\"%s %s"
                                    .formatted(bootstrap, AS_ADMIN, role.name(), operations, option)));
        }
        return lines;
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
        List<Map<String, String>> acls = new ArrayList<>();
        for (Role role : Role.of(config)) {
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
        return Map.of("acls", acls, "topics", Role.topicCommands(config));
    }
}

package io.thalweg.stream;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.thalweg.client.ClientSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.config.Topics;
import io.thalweg.ingest.InputTopic;
import io.thalweg.stream.ThalwegStreams.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Who deals with an application's topics, and all that it must be allowed: with less something of it fails, with more
 * it could do harm. What ACLs imply (DESCRIBE by READ and WRITE) is not said. One principal may have several roles.
 *
 * @param name in capitals
 * @param use which commands of ours it is for
 */
record Role(String name, String use, List<Right> rights) {
    /** What stands in the place of the NAME that a replay publishes under. */
    static final String AS = "$AS";

    public Role {
        rights = List.copyOf(rights);
    }

    /** All whose topics the configuration names: all but {@link #publisher}. */
    static List<Role> of(ThalwegConfig config) {
        return List.of(learner(config), server(config), source(config), reader(config), operator(config));
    }

    /** All parts, and the copy of the snapshot that a new application begins with. */
    static Role learner(ThalwegConfig config) {
        List<Right> rights = new ArrayList<>(rights(config, EnumSet.allOf(Part.class)));
        rights.add(Right.transactions(settings(config).clients().copyIds()));
        return new Role("LEARNER", "run", rights);
    }

    /** What {@code parts} of a run need. */
    static List<Right> rights(ThalwegConfig config, Set<Part> parts) {
        EngineSettings settings = settings(config);
        Topics topics = config.topics();
        boolean learns = parts.contains(Part.LEARN);
        List<Right> rights = new ArrayList<>();
        if (parts.contains(Part.ROUTE)) {
            config.input().topics().forEach(input -> add(rights, input.name(), READ));
            rights.add(Right.group(settings.routeId(), READ));
            rights.add(Right.transactions(settings.routeId() + "-"));
        }
        add(rights, topics.trainLog(), READ, WRITE, DESCRIBE_CONFIGS);
        add(rights, topics.quarantine(), WRITE, DESCRIBE_CONFIGS);
        add(rights, topics.snapshots(), READ);
        rights.add(Right.transactions(settings.clients().controlIds()));
        rights.add(Right.group(settings.clients().learnId(), learns ? READ : DESCRIBE));
        if (learns) {
            add(rights, topics.snapshots(), WRITE, DESCRIBE_CONFIGS);
            add(rights, topics.predictions(), WRITE, DESCRIBE_CONFIGS);
            add(rights, topics.metrics(), WRITE, DESCRIBE_CONFIGS);
            add(rights, settings.changelog(), READ, WRITE);
            rights.add(Right.transactions(settings.clients().learnId() + "-"));
        }
        return rights;
    }

    /** Reads models, and what the live page shows. */
    static Role server(ThalwegConfig config) {
        Topics topics = config.topics();
        List<Right> rights = new ArrayList<>();
        add(rights, topics.snapshots(), READ);
        add(rights, topics.metrics(), READ);
        add(rights, topics.quarantine(), READ);
        add(rights, topics.trainLog(), DESCRIBE);
        rights.add(Right.group(settings(config).clients().learnId(), DESCRIBE));
        return new Role("SERVER", "serve; together with LEARNER, run --listen", rights);
    }

    static Role source(ThalwegConfig config) {
        return new Role(
                "SOURCE",
                "produce, shop, and your own services that write events",
                config.input().topics().stream()
                        .map(input -> Right.topic(input.name(), WRITE))
                        .toList());
    }

    /** Looks at the past, and changes nothing. */
    static Role reader(ThalwegConfig config) {
        Topics topics = config.topics();
        List<Right> rights = new ArrayList<>();
        add(rights, topics.trainLog(), READ);
        add(rights, topics.snapshots(), READ, DESCRIBE_CONFIGS);
        add(rights, topics.predictions(), READ);
        config.input().topics().forEach(input -> add(rights, input.name(), READ));
        return new Role("READER", "snapshots (all but import), replay, explain-score", rights);
    }

    /** What a reader needs more to publish a replay. */
    static Role publisher(String as) {
        Topics topics = Topics.of(as);
        List<Right> rights = new ArrayList<>();
        add(rights, topics.predictions(), WRITE);
        add(rights, topics.metrics(), WRITE);
        add(rights, topics.snapshots(), WRITE);
        rights.add(Right.transaction(ClientSettings.historyId(as)));
        return new Role("READER", "replay --as NAME", rights);
    }

    /** Changes which model learns. */
    static Role operator(ThalwegConfig config) {
        Topics topics = config.topics();
        ClientSettings settings = settings(config).clients();
        List<Right> rights = new ArrayList<>();
        add(rights, topics.trainLog(), READ, WRITE);
        add(rights, topics.snapshots(), READ, WRITE, DESCRIBE_CONFIGS);
        rights.add(Right.transactions(settings.controlIds()));
        rights.add(Right.transactions(settings.copyIds()));
        return new Role("OPERATOR", "promote, snapshots import", rights);
    }

    private static void add(List<Right> rights, String topic, AclOperation... operations) {
        for (AclOperation operation : operations) {
            rights.add(Right.topic(topic, operation));
        }
    }

    private static EngineSettings settings(ThalwegConfig config) {
        return new EngineSettings(config.app(), config.kafka(), new Placement(Path.of(""), "acls"));
    }

    /** All topics, the engine's own among them: made in advance, nobody of us must be allowed to create any. */
    static List<TopicSpec> topics(ThalwegConfig config) {
        List<TopicSpec> specs = new ArrayList<>();
        config.input().topics().stream()
                .map(InputTopic::name)
                .map(TopicSpec::input)
                .forEach(specs::add);
        specs.addAll(ThalwegStreams.topics(config.topics(), EnumSet.allOf(Part.class)));
        specs.add(TopicSpec.checkpoints(settings(config).changelog()));
        return specs;
    }
}

package io.thalweg.stream;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

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
 * it could do harm. What ACLs imply (DESCRIBE by READ and WRITE) is not said.
 *
 * @param name in capitals
 * @param use which commands of ours it is for
 */
record Role(String name, String use, List<Right> rights) {
    public Role {
        rights = List.copyOf(rights);
    }

    /** Learner, server and source of events. */
    static List<Role> of(ThalwegConfig config) {
        return List.of(learner(config), server(config), source(config));
    }

    private static Role learner(ThalwegConfig config) {
        return new Role("LEARNER", "run", rights(config, EnumSet.allOf(Part.class)));
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
        return new Role("SERVER", "serve", rights);
    }

    static Role source(ThalwegConfig config) {
        return new Role(
                "SOURCE",
                "produce, or your own services that write events",
                config.input().topics().stream()
                        .map(input -> Right.topic(input.name(), WRITE))
                        .toList());
    }

    private static void add(List<Right> rights, String topic, AclOperation... operations) {
        for (AclOperation operation : operations) {
            rights.add(Right.topic(topic, operation));
        }
    }

    private static EngineSettings settings(ThalwegConfig config) {
        return new EngineSettings(config.app(), config.kafka(), new Placement(Path.of(""), "acls"));
    }

    /** How all topics are made by hand, so that nobody of us must be allowed to create any. */
    static List<String> topicCommands(ThalwegConfig config) {
        EngineSettings settings = settings(config);
        List<TopicSpec> specs = new ArrayList<>();
        config.input().topics().stream()
                .map(InputTopic::name)
                .map(TopicSpec::input)
                .forEach(specs::add);
        specs.addAll(ThalwegStreams.topics(config.topics(), EnumSet.allOf(Part.class)));
        specs.add(TopicSpec.checkpoints(settings.changelog()));
        return specs.stream()
                .map(spec -> spec.createCommand(settings.clients().bootstrap()))
                .toList();
    }
}

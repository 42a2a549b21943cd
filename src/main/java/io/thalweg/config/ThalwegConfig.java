package io.thalweg.config;

import io.thalweg.feature.FeatureMap;
import io.thalweg.fusion.Fusion;
import io.thalweg.ingest.InputMap;
import io.thalweg.lane.LaneSettings;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole {@code thalweg.yaml}, valid.
 *
 * @param app name of the application, part of the names of its topics and groups
 * @param kafka properties of every Kafka client, unchanged; may hold secrets
 * @param registry properties of the schema registry's client, unchanged; may hold secrets
 * @param checkpointEvery train-log offsets between checkpoints: how much is learned again after a crash
 * @param serve what is said of the HTTP server, if anything
 * @param fusion how served scores become one number, if they do
 * @param redacted the configuration without secrets, as YAML
 */
public record ThalwegConfig(
        String app,
        Map<String, Object> kafka,
        Map<String, Object> registry,
        InputMap input,
        LaneSettings lane,
        Topics topics,
        long checkpointEvery,
        Optional<ServeSettings> serve,
        Optional<Fusion> fusion,
        String redacted) {
    static final String NOWHERE =
            "app: none\nkafka: { bootstrap.servers: \"none:1\" }\nregistry: { url: \"http://none:1\" }\n";

    public ThalwegConfig {
        kafka = Map.copyOf(kafka);
        registry = Map.copyOf(registry);
    }

    /**
     * Reads a file, with this process's environment.
     *
     * @throws ConfigException if it cannot be read or is not valid
     */
    public static ThalwegConfig load(Path file) {
        try {
            return parse(Files.readString(file), file.toString(), System.getenv());
        } catch (NoSuchFileException e) {
            throw new ConfigException(file.toString(), List.of("there is no such file"));
        } catch (MalformedInputException e) {
            throw new ConfigException(file.toString(), List.of("the file is not UTF-8 text"));
        } catch (AccessDeniedException e) {
            throw new ConfigException(
                    file.toString(),
                    List.of("the user of this process may not read it (the image's is 65532): chmod a+r, or chown"));
        } catch (IOException e) {
            String why = Files.isDirectory(file)
                    ? "it is a directory; container engines make one where a file that is to be mounted does not exist"
                    : String.valueOf(e.getMessage());
            throw new ConfigException(file.toString(), List.of("the file cannot be read: " + why));
        }
    }

    /** Reads a text; {@code name} is what messages call it. */
    public static ThalwegConfig parse(String yaml, String name, Map<String, String> environment) {
        Problems problems = new Problems(name);
        return new ConfigReader(YamlFile.root(yaml, problems, environment), problems).read();
    }

    /**
     * The settings of a lane from the model's part of a configuration, as {@link LaneSettings#configuration()} has it.
     *
     * @throws ConfigException if this version of the program cannot read it
     */
    public static LaneSettings lane(String configuration) {
        return stored(configuration).lane();
    }

    /**
     * As {@link #lane(String)}, with everything else that the model's part says; servers and topics are nowhere.
     *
     * @throws ConfigException if this version of the program cannot read it
     */
    public static ThalwegConfig stored(String configuration) {
        if (Variables.comesFromElsewhere(configuration)) {
            throw new ConfigException("the stored configuration", List.of("refers to a variable or a file: none does"));
        }
        return parse(NOWHERE + configuration, "the stored configuration", Map.of());
    }

    /** SHA-256 in lower-case hex of everything but where things are. */
    public String fingerprint() {
        return lane.fingerprint();
    }

    /** The names and order of features, tasks and labels. */
    public FeatureMap features() {
        return lane.map();
    }

    /** The same with other servers: these properties are added to the file's, or take the place of its own. */
    public ThalwegConfig withServers(Map<String, Object> kafka, Map<String, Object> registry) {
        Map<String, Object> brokers = new LinkedHashMap<>(this.kafka);
        brokers.putAll(kafka);
        Map<String, Object> registries = new LinkedHashMap<>(this.registry);
        registries.putAll(registry);
        return new ThalwegConfig(
                app, brokers, registries, input, lane, topics, checkpointEvery, serve, fusion, redacted);
    }

    /** {@link #redacted}, so that no secret gets into a log. */
    @Override
    public String toString() {
        return redacted;
    }
}

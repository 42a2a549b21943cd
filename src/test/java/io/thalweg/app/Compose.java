package io.thalweg.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.Images;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** {@code docker/compose.yaml} with the images of {@code docker/airgap/build.sh}, a name and ports of its own. */
final class Compose implements AutoCloseable {
    static final String THALWEG = "thalweg-airgap/thalweg:latest";

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<String> PORTS =
            List.of("KAFKA_PORT", "REGISTRY_PORT", "LEARNER_PORT", "SERVE_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT");
    private static final Map<String, String> IMAGES = Map.of(
            "THALWEG_IMAGE", THALWEG,
            "KAFKA_IMAGE", "thalweg-airgap/kafka:4.3.1",
            "REGISTRY_IMAGE", "thalweg-airgap/apicurio-registry:3.0.9",
            "PROMETHEUS_IMAGE", "thalweg-airgap/prometheus:latest");

    private final Path said;
    private final List<String> command;
    private final Map<String, String> environment = new LinkedHashMap<>(IMAGES);
    private long start = System.nanoTime();

    /** @param profile whose services are meant */
    Compose(Path directory, String profile) throws IOException {
        said = directory.resolve("said");
        command = new ArrayList<>(command().orElseThrow());
        command.addAll(List.of("-f", Path.of("docker", "compose.yaml").toString()));
        environment.put("COMPOSE_PROJECT_NAME", project());
        environment.put("COMPOSE_PROFILES", profile);
        List<ServerSocket> sockets = new ArrayList<>();
        for (String port : PORTS) {
            ServerSocket socket = new ServerSocket(0);
            sockets.add(socket);
            environment.put(port, Integer.toString(socket.getLocalPort()));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
    }

    /** Why nothing can be composed on this machine; empty if it can. */
    static Optional<String> obstacle() {
        return Images.obstacle(IMAGES.values().toArray(String[]::new))
                .or(() -> command().isPresent()
                        ? Optional.empty()
                        : Optional.of("there is neither `docker compose` nor docker-compose"));
    }

    private static Optional<List<String>> command() {
        if (Images.say("docker", "compose", "version").isPresent()) {
            return Optional.of(List.of("docker", "compose"));
        }
        return Images.say("docker-compose", "version").map(version -> List.of("docker-compose"));
    }

    /** What volumes and containers are called after. */
    String project() {
        return "thalweg-test-" + ProcessHandle.current().pid();
    }

    /** The port of this machine, such as that of {@code LEARNER_PORT}. */
    String port(String variable) {
        return Objects.requireNonNull(environment.get(variable));
    }

    /** Starts services and what they need; from here on {@link #seconds} counts. */
    void up(String... services) throws IOException, InterruptedException {
        start = System.nanoTime();
        List<String> words = new ArrayList<>(List.of("up", "-d"));
        words.addAll(List.of(services));
        if (run(words.toArray(String[]::new)) != 0) {
            throw fault("`up` fails");
        }
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
        while (!condition.getAsBoolean()) {
            if (seconds() > PATIENCE.toSeconds()) {
                throw fault("not within " + PATIENCE + ": " + what);
            }
            Thread.sleep(100);
        }
    }

    private AssertionError fault(String what) throws IOException, InterruptedException {
        return new AssertionError(what + "\n" + Files.readString(said) + log());
    }

    /** What all services have said. */
    String log() throws IOException, InterruptedException {
        run("logs", "--no-color");
        return Files.readString(said);
    }

    /** The status of an answer and a colon before its text; nothing while there is none. */
    String get(HttpClient client, String address, String... headers) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(5));
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + ":" + answer.body();
        } catch (IOException e) {
            return ""; // not yet
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Every file of a volume by its path there, read as root. That there are none, or one that cannot be read, is a
     * fault.
     */
    Map<String, String> files(String volume) {
        String script = "set -e; cd /read; find . -type f | while read -r file; do"
                + " text=$(base64 -w 0 \"$file\"); echo \"${file#./} $text\"; done";
        Map<String, String> files = new LinkedHashMap<>();
        for (String line : inContainer(volume, "none", script).lines().toList()) {
            String[] parts = line.split(" ", 2);
            files.put(parts[0], new String(Base64.getDecoder().decode(parts[1]), UTF_8));
        }
        if (files.isEmpty()) {
            throw new AssertionError("the volume " + volume + " is empty");
        }
        return files;
    }

    /**
     * What a script says, as root in a container of our image.
     *
     * @param volume that it sees at {@code /read}
     * @param network of the project, or {@code none}
     */
    String inContainer(String volume, String network, String script) {
        return Images.say(
                        "docker",
                        "run",
                        "--rm",
                        "--network",
                        network.equals("none") ? network : project() + "_" + network,
                        "--user",
                        "0:0",
                        "--entrypoint",
                        "bash",
                        "-v",
                        project() + "_" + volume + ":/read:ro",
                        THALWEG,
                        "-c",
                        script)
                .orElseThrow(() -> new AssertionError("with the volume %s this fails: %s".formatted(volume, script)));
    }

    private int run(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("down", "--volumes", "--timeout", "5");
    }
}

package io.thalweg.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import io.thalweg.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * A command in our image: with a root that nobody can write to, no capabilities, 1.5 GB, and a restart when it fails,
 * as an orchestrator would.
 */
final class RunContainer implements AutoCloseable {
    private static final long MEMORY = 1536L << 20;
    private static final int GRACE_SECONDS = 60;
    private static final int TRIES = 20;

    private final Network network;
    private final String instance;
    private final Path directory;
    private final DockerClient engine;
    private final String[] command;
    private GenericContainer<?> container;

    /** @param command that finds {@code yaml} as {@code /etc/thalweg/thalweg.yaml} */
    RunContainer(Network network, String instance, Path directory, String yaml, String... command) {
        this.network = network;
        this.instance = instance;
        this.directory = directory;
        this.command = command;
        Containers.write(directory.resolve("config").resolve("thalweg.yaml"), yaml);
        Containers.write(directory.resolve("state").resolve("here"), "");
        letAnybodyIn(directory.resolve("state"));
        container = start(Containers.THALWEG);
        engine = container.getDockerClient();
    }

    // The image's user is nobody on this machine.
    private static void letAnybodyIn(Path state) {
        try {
            Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private GenericContainer<?> start(String image) {
        GenericContainer<?> made = container(image).withCommand(command);
        made.start();
        return made;
    }

    private GenericContainer<?> container(String image) {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withEnv("THALWEG_HEALTH", "none")
                .withCreateContainerCmdModifier(create -> {
                    HostConfig host = Objects.requireNonNull(create.getHostConfig());
                    host.withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges:true"))
                            .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid"))
                            .withMemory(MEMORY)
                            .withMemorySwap(MEMORY)
                            .withRestartPolicy(RestartPolicy.onFailureRestart(TRIES))
                            .withBinds(
                                    bind(directory.resolve("config"), "/etc/thalweg", AccessMode.ro),
                                    bind(directory.resolve("state"), "/var/lib/thalweg", AccessMode.rw));
                });
    }

    private static Bind bind(Path here, String there, AccessMode mode) {
        return new Bind(here.toAbsolutePath().toString(), new Volume(there), mode);
    }

    private ContainerState state() {
        return engine.inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    boolean isRunning() {
        ContainerState state = state();
        return Boolean.TRUE.equals(state.getRunning()) || Boolean.TRUE.equals(state.getRestarting());
    }

    boolean wasKilledForMemory() {
        return Boolean.TRUE.equals(state().getOOMKilled());
    }

    long exitCode() {
        return Objects.requireNonNull(state().getExitCodeLong());
    }

    boolean hasReported() {
        return Files.exists(directory.resolve("state").resolve("report.json"));
    }

    JsonNode report() {
        try {
            return new ObjectMapper()
                    .readTree(directory.resolve("state").resolve("report.json").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that it has said since it is this container. */
    String log() {
        return container.getLogs();
    }

    /** SIGKILL, and the same container again. */
    void killAndStart() {
        kill();
        engine.startContainerCmd(container.getContainerId()).exec();
    }

    void kill() {
        engine.killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
    }

    void startAgain() {
        engine.startContainerCmd(container.getContainerId()).exec();
    }

    /** SIGTERM, and time to end cleanly; says how it ended. */
    long stop() {
        engine.stopContainerCmd(container.getContainerId())
                .withTimeout(GRACE_SECONDS)
                .exec();
        return exitCode();
    }

    /** Another container in the place of this one, which has stopped: the same name, the same state, a new program. */
    void replace(String image) {
        container.stop();
        forgetReport();
        container = start(image);
    }

    private void forgetReport() {
        try {
            Files.deleteIfExists(directory.resolve("state").resolve("report.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void cutOff() {
        engine.disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(container.getContainerId())
                .withForce(true)
                .exec();
    }

    void connect() {
        engine.connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(container.getContainerId())
                .exec();
    }

    /** Leaves nothing that only the image's user could delete. */
    @Override
    public void close() {
        container.stop();
        String state = directory.resolve("state").toAbsolutePath() + ":/state";
        Images.say(
                "docker",
                "run",
                "--rm",
                "--user",
                "0:0",
                "--entrypoint",
                "chmod",
                "-v",
                state,
                Containers.THALWEG,
                "-R",
                "a+rwX",
                "/state");
    }

    @Override
    public String toString() {
        return instance + ", which says: " + log();
    }
}

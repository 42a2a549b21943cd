package io.thalweg.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code thalweg run} in a process of its own, which can be killed and started again. */
final class RunProcess {
    private final Path config;
    private final Path directory;
    private final Path log;
    private Process process;

    /** Writes the configuration and the process's files to {@code directory}. */
    RunProcess(Path directory, String yaml) {
        this.directory = directory;
        config = directory.resolve("thalweg.yaml");
        log = directory.resolve("run.log");
        try {
            Files.createDirectories(directory);
            Files.writeString(config, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = start();
    }

    private Process start() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx512m", "-Duser.timezone=UTC", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        line.add("-Dlogback.configurationFile=logback.xml"); // not the quieter one of the tests
        if (Runtime.version().feature() >= 24) {
            line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.thalweg.app.Main"));
        line.addAll(List.of("run", "--until-tick", "-c", config.toString()));
        line.addAll(List.of("--json", directory.resolve("report.json").toString()));
        line.addAll(List.of("--state-dir", directory.resolve("state").toString(), "--instance", "child"));
        try {
            return new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and the same again from the start. */
    void killAndRestart() {
        process.destroyForcibly();
        process.onExit().join();
        process = start();
    }

    /** SIGTERM, as Ctrl-C would; waits for the end. */
    int stop() {
        process.destroy();
        return exitCode();
    }

    void restart() {
        process = start();
    }

    int exitCode() {
        try {
            if (!process.waitFor(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end by itself; see " + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode report() {
        try {
            return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code thalweg run} in a process of its own, which can be killed and started again. */
final class RunProcess {
    private static final int SLOW_SECONDS = 20;
    private static final String OTHERS = System.getProperty("faults.log", "WARN"); // how much the clients say

    private final Path config;
    private final Path directory;
    private final Path log;
    private final String instance;
    private final Map<String, String> environment;
    private Process process;
    private long said; // length of the log before the process began

    /** Writes the configuration and the process's files to {@code directory}. */
    RunProcess(Path directory, String yaml) {
        this(directory, yaml, "child");
    }

    /** With these variables in its environment. */
    RunProcess(Path directory, String yaml, Map<String, String> environment) {
        this(directory, yaml, "child", environment);
    }

    /** An instance of a name of its own. */
    RunProcess(Path directory, String yaml, String instance) {
        this(directory, yaml, instance, Map.of());
    }

    private RunProcess(Path directory, String yaml, String instance, Map<String, String> environment) {
        this.environment = environment;
        this.directory = directory;
        this.instance = instance;
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
        said = said();
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx512m", "-Duser.timezone=UTC", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        line.add("-Dlogback.configurationFile=logback.xml"); // not the quieter one of the tests
        line.add("-Dthalweg.log.others=" + environment.getOrDefault("LOG_OTHERS", OTHERS));
        if (Runtime.version().feature() >= 24) {
            line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.thalweg.app.Main"));
        line.addAll(List.of("run", "--until-tick", "-c", config.toString()));
        line.addAll(List.of("--json", directory.resolve("report.json").toString()));
        line.addAll(List.of("--state-dir", directory.resolve("state").toString(), "--instance", instance));
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and the same again from the start. */
    void killAndRestart() {
        kill();
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
            if (!process.waitFor(SLOW_SECONDS, TimeUnit.SECONDS)) {
                Files.writeString(directory.resolve("slow-end-%d.txt".formatted(pid())), Findings.threads(pid()));
            }
            if (!process.waitFor(Cluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end by itself; see " + log());
            }
            return process.exitValue();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL; waits for the end and says how it ended. */
    int kill() {
        process.destroyForcibly();
        return process.onExit().join().exitValue();
    }

    /** Everything it and its predecessors have said. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has said since it was started last. */
    String words() {
        return wordsAfter(said);
    }

    /** How long the log is now. */
    long said() {
        return log.toFile().length();
    }

    /** What it has said since the log was so long. */
    String wordsAfter(long length) {
        try (InputStream words = Files.newInputStream(log)) {
            words.skipNBytes(length);
            return new String(words.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return instance;
    }

    JsonNode report() {
        try {
            return new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.thalweg.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One of our main classes in a JVM of its own, on the class path of this one. */
final class ChildJvm implements AutoCloseable {
    static final String READY = "READY";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

    private final Command command;
    private final Process process;

    private ChildJvm(Command command, Process process) {
        this.command = command;
        this.process = process;
    }

    /** What to run: {@code name} is for messages, standard error and output go to {@code log}. */
    record Command(String name, Path log, List<String> flags, Class<?> main, List<String> arguments) {
        Command {
            flags = List.copyOf(flags);
            arguments = List.copyOf(arguments);
        }

        private List<String> line() {
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(List.of("-Dfile.encoding=UTF-8", "-Duser.timezone=UTC"));
            if (Runtime.version().feature() >= 24) {
                line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
            }
            line.addAll(flags);
            line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            line.addAll(arguments);
            return line;
        }
    }

    /** Starts the child and waits until it is ready; nothing is returned when it ended before. */
    static Optional<ChildJvm> start(Command command) {
        try {
            Process process = new ProcessBuilder(command.line())
                    .redirectError(
                            ProcessBuilder.Redirect.appendTo(command.log().toFile()))
                    .start();
            ChildJvm child = new ChildJvm(command, process);
            return child.awaitReady() ? Optional.of(child) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the embedded " + command.name(), e);
        }
    }

    private boolean awaitReady() {
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        CompletableFuture<@Nullable String> first = CompletableFuture.supplyAsync(() -> firstLine(lines));
        try {
            return READY.equals(first.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            kill();
            throw new IllegalStateException(
                    "the embedded %s was not ready after %d s; its log is %s"
                            .formatted(command.name(), START_LIMIT.toSeconds(), command.log()),
                    e);
        } catch (ExecutionException e) {
            kill();
            throw new IllegalStateException("cannot hear the embedded " + command.name(), e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the embedded " + command.name() + " started", e);
        }
    }

    private static @Nullable String firstLine(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(STOP_LIMIT);
    }

    /** Lets go of the leash and waits; a child that does not stop is killed. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        if (!awaitEnd(STOP_LIMIT)) {
            kill();
        }
    }

    private boolean awaitEnd(Duration limit) {
        boolean interrupted = false;
        try {
            long end = System.nanoTime() + limit.toNanos();
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

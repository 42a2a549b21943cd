package io.thalweg.app.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A {@link RecoveryLearner} in its own JVM, with a heap for its model and this JVM's flags. */
final class RecoveryProcess implements AutoCloseable {
    private static final Pattern RESTORED = Pattern.compile("restored \\S+: (\\d+) blocks in (\\d+) ms");
    private static final Pattern LEARNED_AGAIN = Pattern.compile("learned (\\d+) committed records .* in (\\d+) ms");
    private static final long GLANCE_NANOS = 20_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;

    /** How many blocks a start has read, and how long that took. */
    record Restore(long blocks, long millis) {}

    /** How many records a start has learned again, and how long that took. */
    record CatchUp(long records, long millis) {}

    /** Starts it; standard error is added to {@code log}. */
    RecoveryProcess(RecoveryLearner.Task task, Path state, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xm"))
                .forEach(command::add);
        command.add(task.model() == Workload.Model.LARGE ? "-Xmx2500m" : "-Xmx1g");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RecoveryLearner.class.getName()));
        try {
            command.add(JSON.writeValueAsString(task));
            command.add(state.toString());
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for something that it does. */
    void await(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            if (!isAlive()) {
                throw new BenchException("the learner has ended by itself; --dir keeps its log");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    /** What it has used of the processors up to now. */
    double cpuSeconds() {
        return Machine.cpuSeconds(process.pid());
    }

    /** SIGKILL; waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** A clean stop, and what it has measured. */
    TimedClients.Found stop() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            String found = lines.readLine();
            if (found == null) {
                throw new BenchException("the learner ended without a result");
            }
            return JSON.readValue(found, TimedClients.Found.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every restore that the processes of {@code log} speak of. */
    static List<Restore> restores(Path log) {
        return found(RESTORED, log, found -> new Restore(number(found, 1), number(found, 2)));
    }

    /** Every catch-up that the processes of {@code log} speak of. */
    static List<CatchUp> catchUps(Path log) {
        return found(LEARNED_AGAIN, log, found -> new CatchUp(number(found, 1), number(found, 2)));
    }

    private static <T> List<T> found(Pattern pattern, Path log, Function<MatchResult, T> read) {
        try {
            return pattern.matcher(Files.readString(log)).results().map(read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(MatchResult found, int group) {
        return Long.parseLong(found.group(group));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

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

/** A {@link Worker} in its own JVM with a heap of 1 GB, on this JVM's class path and with its flags. */
final class WorkerProcess {
    private static final String HEAP = "-Xmx1g";
    private static final ObjectMapper JSON = new ObjectMapper();

    private WorkerProcess() {}

    /** Runs it to its end. */
    static Outcome run(Assignment assignment) {
        Path log = Path.of(assignment.directory(), assignment.run() + ".log");
        try {
            Process process = new ProcessBuilder(command(assignment))
                    .redirectError(log.toFile())
                    .start();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                String found = lines.readLine();
                if (found == null) {
                    throw new BenchException("%s ended without a result; the last it said was: %s"
                            .formatted(assignment.contestant().word(), lastWords(log)));
                }
                return JSON.readValue(found, Outcome.class);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Assignment assignment) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xm"))
                .forEach(command::add);
        command.addAll(List.of(HEAP, "-Dthalweg.log=WARN", "-Dthalweg.log.others=ERROR"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
        command.add(JSON.writeValueAsString(assignment));
        return command;
    }

    private static String lastWords(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                .reduce((first, second) -> second)
                .orElse("nothing");
    }
}

package io.thalweg.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.stream.Placement;
import io.thalweg.stream.StreamException;
import io.thalweg.stream.ThalwegStreams;
import io.thalweg.stream.ThalwegStreams.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/**
 * Main class of a JVM that learns a topic until its standard input ends, or it is killed. At a clean end it prints what
 * {@link TimedClients} have found, as JSON in one line.
 */
final class RecoveryLearner {
    private static final Duration GLANCE = Duration.ofMillis(100);

    private RecoveryLearner() {}

    /** What to learn, and where. */
    record Task(Workload.Model model, String app, String topic, Workload.Pace pace, Assignment.Servers servers) {
        ThalwegConfig config() {
            return Workload.config(model, app, topic, pace)
                    .withServers(
                            Map.of(
                                    "bootstrap.servers",
                                    servers.bootstrap(),
                                    "default.client.supplier",
                                    TimedClients.class.getName()),
                            Map.of("url", servers.registry()));
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream parent = System.out;
        System.setOut(System.err);
        ObjectMapper json = new ObjectMapper();
        Task task = json.readValue(arguments[0], Task.class);
        try (ThalwegStreams streams = ThalwegStreams.start(
                task.config(), new Placement(Path.of(arguments[1]), "bench"), EnumSet.allOf(Part.class))) {
            while (System.in.available() == 0) {
                Optional<StreamException> failure = streams.awaitFailure(GLANCE);
                if (failure.isPresent()) {
                    throw failure.get();
                }
            }
        }
        parent.println(json.writeValueAsString(TimedClients.found()));
        parent.flush();
        Runtime.getRuntime().halt(0);
    }
}

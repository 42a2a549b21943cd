package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.Documents.Line;
import io.thalweg.app.console.EmbeddedParts;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.stream.Placement;
import io.thalweg.stream.ThalwegStreams;
import io.thalweg.stream.ThalwegStreams.Part;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what the documents say, in their order, against a broker and a registry, with README's own shop.yaml and some
 * events of such a shop. What is not run here is told by name, with the reason; a line that is neither fails.
 */
class DocsIT {
    private static final int EVENTS = 2_500;
    private static final Instant START = Instant.parse("2026-11-20T07:30:00Z");
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    /** Lines that begin like this are not run, and why. */
    private static final List<List<String>> ELSEWHERE = List.of(
            List.of("./thalweg demo", "goes on until Ctrl-C, or is run by DemoIT"),
            List.of("./thalweg run", "goes on until Ctrl-C; its parts are run here, the command by RunIT"),
            List.of(
                    "THALWEG_JAVA_OPTS=-Xmx4g ./thalweg evaluate --matrix",
                    "wants data that are not in the repository"),
            List.of("./thalweg snapshots export last --onnx", "not every model can be one; its tests are beside it"),
            List.of("./thalweg check -c shop.yaml --acls", "wants a broker that asks for rights"),
            List.of("./mvnw", "is the build"),
            List.of("mkdir", "is for a release"),
            List.of("kcat", "needs kcat"),
            List.of("curl", "is asked by ServeIT"),
            List.of("kafka-transactions.sh", "needs Kafka's scripts"),
            List.of("kafka-configs.sh", "needs Kafka's scripts"),
            List.of("kafka-topics.sh", "needs Kafka's scripts"),
            List.of("helm", "needs a cluster; HelmChartTest renders the chart"),
            List.of("kubectl", "needs a cluster"),
            List.of("docker", "needs a container engine"),
            List.of("export THALWEG_IMAGE", "is for containers"),
            List.of("COMPOSE_PROFILES", "is run by ComposeSecureIT"),
            List.of("cd operator", "is for containers"));

    @TempDir
    static Path directory;

    private static EmbeddedParts parts;
    private static CommandLineScene scene;
    private static String config;

    @BeforeAll
    static void start() throws InterruptedException {
        parts = EmbeddedParts.start(directory.resolve("parts"));
        scene = new CommandLineScene(directory);
        String shop = Documents.blocks("yaml").stream()
                .map(Documents.Block::text)
                .filter(text -> text.startsWith("# shop.yaml"))
                .findFirst()
                .orElseThrow()
                .replace("localhost:9092", parts.bootstrapServers())
                .replace("http://localhost:8081", parts.registryUrl());
        String model = "model: { embedding: { buckets: 2^12 }, layers: { shared: [%d] } }\n";
        String small = shop + "snapshots: { every: 500 }\n" + model;
        String more = "  weekday: { type: categorical, from: event_time, part: weekday }\n  item:";
        config = scene.file("shop.yaml", small.formatted(32));
        scene.file("wider.yaml", small.formatted(96));
        scene.file("more-features.yaml", small.formatted(32).replace("  item:", more));
        succeed(List.of("produce", "-c", config, "--csv", scene.file("shop.csv", events())));
        learn();
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    private static String events() {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv =
                new StringBuilder("event_time,impression_id,user,item,category,price,history,clicked,dwell_s,bought\n");
        for (int i = 0; i < EVENTS; i++) {
            csv.append(START.plusSeconds(i)).append(",b-").append(i);
            csv.append(",u").append(random.nextInt(30)).append(",i").append(random.nextInt(20));
            csv.append(",c")
                    .append(random.nextInt(5))
                    .append(',')
                    .append(random.nextInt(100))
                    .append(',');
            int clicked = random.nextInt(2);
            csv.append(',').append(clicked).append(',').append(clicked * random.nextInt(60));
            csv.append(',').append(clicked * random.nextInt(2)).append('\n');
        }
        return csv.toString();
    }

    /** As {@code run} does. */
    private static void learn() throws InterruptedException {
        ThalwegConfig loaded = ThalwegConfig.load(Path.of(config));
        Placement placement = new Placement(directory.resolve("state"), "docs");
        try (ThalwegStreams streams = ThalwegStreams.start(loaded, placement, EnumSet.allOf(Part.class))) {
            await(() -> streams.behind(Part.ROUTE) == 0);
            streams.tick(START.plusSeconds(2 * EVENTS).toEpochMilli());
            await(() -> streams.behind(Part.LEARN) == 0
                    && streams.lanes().stream().anyMatch(lane -> streams.hasCommitted(lane)));
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static void succeed(List<String> arguments) {
        assertThat(scene.run(arguments.toArray(String[]::new)))
                .as("%s%n%s%n%s", arguments, scene.out(), scene.err())
                .isZero();
    }

    /** The documents' names for what is called otherwise here. */
    private static List<String> here(Line line, String snapshot) {
        return line.arguments().stream()
                .map(word -> word.matches("\\w[\\w-]*\\.(yaml|zip|snapshot|onnx)") ? scene.path(word) : word)
                .map(word -> word.equals("100000") ? snapshot : word)
                .map(word -> word.equals("REF") ? "last" : word)
                .map(word -> word.replace("52000-53999", "100-199"))
                .collect(Collectors.toList());
    }

    private static String firstSnapshot() {
        succeed(List.of("snapshots", "-c", config, "list"));
        return scene.lines().stream()
                .map(line -> line.trim().split("\\s+")[0])
                .filter(word -> word.matches("\\d+"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheDocumentsSayWorks() throws InterruptedException {
        String snapshot = firstSnapshot();
        List<String> elsewhere = new ArrayList<>();
        int run = 0;
        for (Line line : Documents.lines()) {
            String typed = String.join(" ", line.words());
            var reason = ELSEWHERE.stream()
                    .filter(one -> typed.startsWith(one.get(0)))
                    .findFirst();
            if (reason.isPresent()) {
                elsewhere.add(line + "  (" + reason.get().get(1) + ")");
            } else {
                assertThat(line.isOurs()).as("who runs '%s'?", line).isTrue();
                succeed(here(line, snapshot));
                run++;
                if (typed.contains("promote")) {
                    learn(); // which obeys it
                }
            }
        }
        System.out.printf("%d lines of the documents were run, %d were not:%n", run, elsewhere.size());
        elsewhere.forEach(System.out::println);
        assertThat(run).isGreaterThanOrEqualTo(15);
        assertThat(elsewhere).hasSizeLessThan(40);
    }
}

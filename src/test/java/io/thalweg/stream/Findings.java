package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Whatever helps to understand why an application stands still, collected while it does. */
final class Findings {
    private static final int LINES = 60;
    private static final int PATIENCE_SECONDS = 10;

    private final Admin admin;
    private final ThalwegConfig config;
    private final StringBuilder text = new StringBuilder();

    private Findings(Admin admin, ThalwegConfig config) {
        this.admin = admin;
        this.config = config;
    }

    /** Positions, transactions, groups, ends of logs, and what each thread is doing. */
    static String about(Cluster cluster, ThalwegConfig config, List<RunProcess> runs) {
        Findings findings = new Findings(cluster.admin, config);
        findings.broker();
        for (RunProcess run : runs) {
            findings.add("threads of %s".formatted(run), () -> threads(run.pid()));
            findings.add("log of %s".formatted(run), () -> tail(run.log()));
        }
        Path log = cluster.directory.resolve("broker").resolve("broker.log");
        findings.add("log of the broker", () -> tail(Files.readString(log)));
        findings.add(
                "threads of the broker", () -> threads(cluster.broker.process().pid()));
        return findings.text.toString();
    }

    private void broker() {
        String group = "thalweg." + config.app();
        List<TopicPartition> places = Stream.concat(
                        config.input().topics().stream().map(InputTopic::name),
                        Stream.of(
                                config.topics().trainLog(),
                                group + ".learn-" + Checkpoints.STORE + "-changelog",
                                "__consumer_offsets"))
                .map(topic -> new TopicPartition(topic, 0))
                .toList();
        places.forEach(this::place);
        group(group + ".route");
        group(group + ".learn");
        add("transactions", () -> {
            List<String> ids = answer(admin.listTransactions().all()).stream()
                    .map(TransactionListing::transactionalId)
                    .toList();
            return answer(admin.describeTransactions(ids).all());
        });
    }

    /** The high watermark, how far read_committed readers may go, and who is writing. */
    private void place(TopicPartition place) {
        for (IsolationLevel level : IsolationLevel.values()) {
            add(
                    "end of %s, %s".formatted(place, level),
                    () -> answer(admin.listOffsets(Map.of(place, OffsetSpec.latest()), new ListOffsetsOptions(level))
                                    .partitionResult(place))
                            .offset());
        }
        add(
                "producers on " + place,
                () -> answer(admin.describeProducers(List.of(place)).partitionResult(place))
                        .activeProducers());
    }

    private void group(String group) {
        add(
                "offsets of " + group,
                () -> answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        add(
                "members of " + group,
                () -> answer(admin.describeConsumerGroups(List.of(group)).all()));
    }

    private void add(String what, Callable<?> look) {
        Object found;
        try {
            found = look.call();
        } catch (Exception e) {
            found = e;
        }
        text.append("\n-- ").append(what).append(": ").append(found);
    }

    private static <T> T answer(KafkaFuture<T> answer) throws Exception {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static String tail(String log) {
        List<String> lines = log.lines().toList();
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
                .collect(Collectors.joining("\n", "\n", ""));
    }

    /** What the threads of a JVM are doing. */
    static String threads(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Path dump = Files.createTempFile("threads", ".txt");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(dump.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        try {
            return Files.readString(dump);
        } finally {
            Files.delete(dump);
        }
    }
}

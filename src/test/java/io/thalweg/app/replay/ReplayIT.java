package io.thalweg.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.app.CommandLineScene;
import io.thalweg.app.console.EmbeddedParts;
import io.thalweg.app.replay.Forgery.Logged;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.stream.LaneStatus;
import io.thalweg.stream.Placement;
import io.thalweg.stream.ThalwegStreams;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.Registry;
import io.thalweg.wire.SnapshotFile;
import io.thalweg.wire.TrainLogCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays of what a learner has learned, against a real broker and a real registry. */
class ReplayIT {
    private static final int EVENTS = 2_000;
    private static final String SNAPSHOTS = "snapshots: { every: 500 }\n";
    private static final long PATIENCE = Duration.ofSeconds(120).toNanos();

    @TempDir
    private static Path directory;

    private static EmbeddedParts parts;
    private static CommandLineScene scene;
    private static String config;
    private static String csv;
    private static LaneStatus live;

    @BeforeAll
    static void learn() throws Exception {
        parts = EmbeddedParts.start(directory.resolve("parts"));
        scene = new CommandLineScene(directory);
        config = config("c.yaml", CommandLineScene.CONFIG);
        scene.visits(EVENTS, 1);
        csv = scene.file(
                "visits.csv",
                scene.text("visits.csv").replaceFirst("(,e700,[^,]*,[^,]*,[^,]*),[01],", "$1,2,")); // no click
        assertThat(scene.run("produce", "-c", config, "--csv", csv))
                .as(scene.err())
                .isZero();
        live = learned(config);
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    private static String config(String name, String changed) {
        return scene.file(
                name,
                changed
                        + SNAPSHOTS
                        + "kafka: { bootstrap.servers: \"%s\" }\nregistry: { url: \"%s\" }\n"
                                .formatted(parts.bootstrapServers(), parts.registryUrl()));
    }

    /** Runs the learner until everything is learned, with a tick at the end. */
    private static LaneStatus learned(String config) throws InterruptedException {
        ThalwegConfig loaded = ThalwegConfig.load(Path.of(config));
        Placement placement = new Placement(directory.resolve("state-" + loaded.app()), "test");
        try (ThalwegStreams streams = ThalwegStreams.start(loaded, placement, EnumSet.allOf(Part.class))) {
            await(() -> streams.behind(Part.ROUTE) == 0);
            streams.tick(1_600_000_000_000L);
            await(() ->
                    streams.lanes().stream().anyMatch(lane -> lane.totals().ticks() > 0 && streams.hasCommitted(lane)));
            streams.close();
            assertThat(streams.failure()).isEmpty();
            return streams.lanes().get(0);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static JsonNode report(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", scene.path("report.json")));
        assertThat(scene.run(all.toArray(String[]::new)))
                .as("%s%n%s%n%s", all, scene.out(), scene.err())
                .isZero();
        try {
            return new ObjectMapper().readTree(scene.text("report.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode replay(String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay", "-c", config));
        all.addAll(List.of(arguments));
        return report(all.toArray(String[]::new));
    }

    private static String sha256(JsonNode report) {
        return report.get("parametersSha256").asText();
    }

    private static void refused(int code, String words, String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay", "-c", config));
        all.addAll(List.of(arguments));
        assertThat(scene.run(all.toArray(String[]::new))).as(scene.err()).isEqualTo(code);
        assertThat(scene.err()).contains(words);
    }

    @Test
    void theWholeLogGivesTheLiveModelAndEverySnapshotAgrees() {
        JsonNode report = replay("--verify");
        assertThat(sha256(report)).isEqualTo(live.parametersSha256());
        assertThat(report.get("events").asLong()).isEqualTo(EVENTS - 1);
        assertThat(report.get("learned").asLong()).isEqualTo(EVENTS - 1);
        assertThat(report.get("startedFrom").asText()).isEqualTo("a fresh model at the beginning of the log");
        assertThat(report.get("verified").get("agreed").asInt()).isEqualTo((EVENTS - 1) / 500);
        assertThat(report.get("verified").get("compared"))
                .isEqualTo(report.get("verified").get("agreed"));
        assertThat(scene.out()).contains("3 of 3 snapshots agree; there is no difference");
    }

    @Test
    void aModelAsOfThenIsTheSameFromTheNearestSnapshotAndFromTheBeginning() {
        JsonNode nearest = replay("--to", "1400");
        JsonNode whole = replay("--to", "1400", "--from", "beginning");
        assertThat(nearest.get("startedFrom").asText()).startsWith("snapshot 10");
        assertThat(sha256(nearest)).isEqualTo(sha256(whole)).isNotEqualTo(live.parametersSha256());
        assertThat(nearest.get("events").asLong())
                .isLessThan(whole.get("events").asLong());
        assertThat(nearest.get("tasks")).isEqualTo(whole.get("tasks"));
        String time = java.time.Instant.ofEpochSecond(1_600_000_000L + 1_400).toString();
        JsonNode then = replay("--to", time);
        assertThat(then.get("to").asLong()).isGreaterThanOrEqualTo(1_399);
    }

    @Test
    void theModelWithoutSomeEventsIsThatOfAFileWithoutThem() {
        String without = scene.text("visits.csv")
                .lines()
                .filter(line -> !line.contains(",e17,") && !line.matches("16000003\\d\\d,.*"))
                .collect(Collectors.joining("\n", "", "\n"));
        JsonNode expected = report("evaluate", "-c", config, "--csv", scene.file("without.csv", without));
        JsonNode report = replay(
                "--drop",
                "key=e17",
                "--drop",
                "time=2020-09-13T12:31:40Z/2020-09-13T12:33:20Z",
                "--drop",
                "key=nobody");
        assertThat(sha256(report)).isEqualTo(sha256(expected)).isNotEqualTo(live.parametersSha256());
        assertThat(report.get("dropped").get(0).get("keys").get(0).asText()).isEqualTo("e17");
        assertThat(report.get("dropped").get(1).get("count").asLong()).isEqualTo(100);
        assertThat(scene.out()).contains("WARNING: --drop key=nobody matched nothing");
    }

    @Test
    void anotherModelIsSetBesideTheOriginalOverTheSameEvents() {
        String other = config("other.yaml", CommandLineScene.CONFIG.replace("shared: [8]", "shared: [16]"));
        JsonNode expected = report("evaluate", "-c", other, "--csv", csv);
        JsonNode report = replay("--config", other);
        assertThat(sha256(report)).isEqualTo(sha256(expected));
        assertThat(report.get("whatIf").get("originalParametersSha256").asText())
                .isEqualTo(live.parametersSha256());
        JsonNode logloss = report.get("whatIf").get("tasks").get("click").get("logloss");
        assertThat(logloss.get("whatIf").asDouble())
                .isEqualTo(expected.get("tasks").get("click").get("logloss").asDouble())
                .isNotEqualTo(logloss.get("original").asDouble());
    }

    @Test
    void otherFeaturesAreMadeOfTheRawTopicsWithWhatWasRefusedThen() {
        String other = config(
                "features.yaml",
                CommandLineScene.CONFIG
                        .replace("  visit: { type: count, of: [user, item] }\n", "")
                        .replace("label: clicked,", "label: { field: clicked, above: 0 },"));
        JsonNode expected = report("evaluate", "-c", other, "--csv", csv);
        refused(1, "make them again with --source raw", "--config", other);
        JsonNode report = replay("--config", other, "--source", "raw");
        assertThat(sha256(report)).isEqualTo(sha256(expected));
        assertThat(report.get("raw").get("added").asLong()).isOne();
        assertThat(report.get("raw").get("madeAgain").asLong()).isEqualTo(EVENTS - 1);
        assertThat(report.get("whatIf").get("originalParametersSha256").asText())
                .isEqualTo(live.parametersSha256());
        JsonNode fewer = replay("--config", other, "--source", "raw", "--drop", "field=user:u3");
        assertThat(fewer.get("dropped").get(0).get("count").asLong()).isBetween(50L, 200L);
    }

    @Test
    void whatAReplayPublishesIsOnTopicsOfItsOwn() throws Exception {
        Map<String, Long> before = ends("thalweg.visits.");
        JsonNode report = replay("--as", "again");
        assertThat(sha256(report)).isEqualTo(live.parametersSha256());
        Map<String, Long> made = ends("thalweg.again.");
        assertThat(made.keySet())
                .containsExactlyInAnyOrder(
                        "thalweg.again.predictions", "thalweg.again.metrics", "thalweg.again.snapshots");
        assertThat(made.get("thalweg.again.predictions")).isGreaterThanOrEqualTo(EVENTS - 1);
        assertThat(ends("thalweg.visits.")).isEqualTo(before);
        refused(1, "holds records already", "--as", "again");
        refused(2, "is the live application", "--as", "visits");
        try (Admin admin = admin()) {
            assertThat(admin.listGroups().all().get())
                    .extracting(group -> group.groupId())
                    .noneMatch(group -> group.contains("replay"));
        }
    }

    @Test
    void aPublishedScoreIsMadeAgainToTheBit() {
        JsonNode report = report("explain-score", "e1400", "-c", config);
        assertThat(report.get("reproduced").asBoolean()).isTrue();
        assertThat(report.get("offset").asLong()).isBetween(1_399L, 1_499L); // transactions end at offsets, too
        assertThat(report.get("startedFrom").asText()).startsWith("snapshot 10");
        assertThat(report.get("reproducedVersion")).isEqualTo(report.get("version"));
        JsonNode click = report.get("tasks").get("click");
        assertThat(click.get("reproduced")).isEqualTo(click.get("published"));
        assertThat(scene.out()).startsWith("reproduced to the bit: event 'e1400'");
        JsonNode early = report("explain-score", "e3", "-c", config);
        assertThat(early.get("startedFrom").asText()).startsWith("a fresh model");
        String offset = early.get("offset").asText();
        assertThat(report("explain-score", "e3", "-c", config, "--offset", offset))
                .isEqualTo(early);
    }

    @Test
    void aScoreThatWasNeverPublishedIsSaidToBe() {
        assertThat(scene.run("explain-score", "e700", "-c", config)).isEqualTo(1);
        assertThat(scene.err()).contains("has no prediction with this key; it was never made");
        assertThat(scene.run("explain-score", "e3", "-c", config, "--offset", "77"))
                .isEqualTo(1);
        assertThat(scene.err()).contains("of train-log offset 77; it has some of the offsets [");
        assertThat(scene.run("explain-score", "-c", config)).isEqualTo(2);
    }

    @Test
    void aModelCanBeTakenAwayInAFile() {
        replay("--to", "1400", "--export", scene.path("then.snapshot"));
        StoredSnapshot snapshot = SnapshotFile.read(Path.of(scene.path("then.snapshot")));
        assertThat(snapshot.manifest().proof().parametersSha256()).isEqualTo(sha256(replay("--to", "1400")));
        assertThat(snapshot.manifest().extent().nextOffset()).isLessThanOrEqualTo(1_400);
        refused(1, "there is no directory", "--export", scene.path("nowhere/then.snapshot"));
    }

    @Test
    void theConfigurationOfTheLogIsTheOneItWasLearnedWith() {
        String seeded = config("seeded.yaml", CommandLineScene.CONFIG + "seed: 7\n");
        JsonNode report = report("replay", "-c", seeded, "--from", "beginning");
        assertThat(sha256(report)).isEqualTo(live.parametersSha256());
        assertThat(report.get("notes").get(0).asText())
                .contains("-c is not the configuration that the log was begun with");
        assertThat(scene.run("replay", "-c", seeded, "--verify")).isEqualTo(1);
        assertThat(scene.out())
                .contains("3 of 3 snapshots agree")
                .contains(
                        "ANOTHER CONFIGURATION: the log cannot have made this model with the one of -c: seed was 42, is"
                                + " now 7");
    }

    @Test
    void whatIsNotThereIsSaidInALine() {
        refused(1, "ends at offset", "--to", "999999");
        refused(1, "there is no snapshot '1' (", "--from", "snapshot:1");
        refused(2, "is no place in the log", "--to", "yesterday");
        refused(2, "needs --source raw", "--drop", "field=user:u1");
        refused(2, "goes without --source raw, --config and --drop", "--verify", "--drop", "key=e1");
        String nowhere = config("nowhere.yaml", CommandLineScene.CONFIG.replace("app: visits", "app: nowhere"));
        assertThat(scene.run("replay", "-c", nowhere)).isEqualTo(1);
        assertThat(scene.err()).contains("there is no train log thalweg.nowhere.train-log");
    }

    @Test
    void aLogWhoseBeginningIsGoneGivesTheModelsThatCanStillBeHad() throws Exception {
        String short0 = config("short.yaml", CommandLineScene.CONFIG.replace("app: visits", "app: short"));
        LaneStatus whole = learned(short0);
        try (Admin admin = admin()) {
            var log = new TopicPartition("thalweg.short.train-log", 0);
            admin.deleteRecords(Map.of(log, RecordsToDelete.beforeOffset(700)))
                    .all()
                    .get();
        }
        assertThat(sha256(report("replay", "-c", short0))).isEqualTo(whole.parametersSha256());
        assertThat(scene.run("replay", "-c", short0, "--verify")).isEqualTo(1);
        assertThat(scene.err()).contains("begins at offset 700", "the earliest to begin with is --from snapshot:10");
    }

    private void verified(String app, int code, Consumer<Forgery> change, String... words) throws Exception {
        verified(app, "", code, change, words);
    }

    private void verified(String app, String more, int code, Consumer<Forgery> change, String... words)
            throws Exception {
        new Forgery(parts.bootstrapServers(), "visits").give(app, change);
        String forged = config(app + ".yaml", CommandLineScene.CONFIG.replace("app: visits", "app: " + app) + more);
        int found = scene.run("replay", "-c", forged, "--verify");
        assertThat(found).as(scene.out() + scene.err()).isEqualTo(code);
        assertThat(scene.out()).contains(words);
    }

    @Test
    void damageIsFoundAndNamed() throws Exception {
        var whole = new Forgery(parts.bootstrapServers(), "visits");
        List<String> ids = whole.manifests.stream().map(Logged::snapshot).toList();
        String second = "FIRST DIFFERENCE at snapshot %s, in the offsets from %s to %d: "
                .formatted(ids.get(1), ids.get(0), Long.parseLong(ids.get(1)) - 1);
        verified("same", 0, same -> {}, "3 of 3 snapshots agree; there is no difference");
        verified(
                "flipped",
                1,
                forgery -> forgery.chunks.replaceAll(one -> one.snapshot().equals(ids.get(1)) ? one.flipped() : one),
                "2 of 3 snapshots agree",
                second + "the manifest agrees; its published bytes cannot be believed: its chunks have SHA-256 ");
        verified(
                "reordered",
                1,
                forgery -> {
                    Logged one = forgery.log.get(700);
                    forgery.log.set(700, one.with(forgery.log.get(750)));
                    forgery.log.set(750, forgery.log.get(750).with(one));
                },
                "1 of 3 snapshots agree",
                second + "a record in these offsets is not what it was, or stands in another place",
                "  sha256: published ");
        verified(
                "missing",
                1,
                forgery -> forgery.log.remove(700),
                "1 of 3 snapshots agree",
                second + "the log makes no such snapshot there, the next one is at offset ");
        verified(
                "seeded",
                "seed: 7\n",
                1,
                forgery -> {
                    forgery.manifests.remove(0);
                    Logged first = forgery.log.get(0); // which says what the log was begun with
                    forgery.log.set(0, new Logged(first.offset(), first.timestamp(), first.key(), new byte[] {1}));
                },
                "0 of 2 snapshots agree",
                "FIRST DIFFERENCE at snapshot %s, in the offsets from 0 to ".formatted(ids.get(1)),
                "it was made with another configuration; only here: seed: 7");
    }

    @Test
    void whatIsDoneAboutADriftIsDoneAtTheSamePlaceAgain() throws Exception {
        String turned = config(
                "turned.yaml",
                CommandLineScene.CONFIG.replace("visits", "turned") + "drift: { loss: adwin, reaction: reset-head }\n");
        assertThat(scene.run("produce", "-c", turned, "--csv", scene.turningVisits(4_000, 2_500, 1)))
                .as(scene.err())
                .isZero();
        LaneStatus learned = learned(turned);
        assertThat(reactions(turned)).isPositive();
        JsonNode again = report("replay", "-c", turned, "--verify");
        assertThat(sha256(again)).isEqualTo(learned.parametersSha256());
        assertThat(again.get("verified").get("agreed"))
                .isEqualTo(again.get("verified").get("compared"));
    }

    /** Of the train log. */
    private static long reactions(String config) {
        ThalwegConfig loaded = ThalwegConfig.load(Path.of(config));
        try (Registry registry = new Registry(loaded.registry(), state -> {})) {
            TrainLogCodec codec = new TrainLogCodec(registry, loaded.topics().trainLog());
            return new Forgery(parts.bootstrapServers(), loaded.app())
                    .log.stream()
                            .map(logged -> codec.decode(logged.value()))
                            .filter(LogRecord.React.class::isInstance)
                            .count();
        }
    }

    @Test
    void whatRetentionHasDeletedIsNamedAndNoDamage() throws Exception {
        List<String> ids = new Forgery(parts.bootstrapServers(), "visits")
                .manifests.stream().map(Logged::snapshot).toList();
        new Forgery(parts.bootstrapServers(), "visits").give("forgetful", same -> {});
        var chunks = new TopicPartition("thalweg.forgetful.snapshots", 0);
        long second = new Forgery(parts.bootstrapServers(), "forgetful")
                .chunks.stream()
                        .filter(one -> one.snapshot().equals(ids.get(1)))
                        .findFirst()
                        .orElseThrow()
                        .offset();
        try (Admin admin = admin()) {
            admin.deleteRecords(Map.of(chunks, RecordsToDelete.beforeOffset(second)))
                    .all()
                    .get();
        }
        String forgetful = config("forgetful.yaml", CommandLineScene.CONFIG.replace("app: visits", "app: forgetful"));
        JsonNode report = report("replay", "-c", forgetful, "--verify");
        assertThat(report.get("verified").get("isProof").asBoolean()).isTrue();
        assertThat(report.get("verified").get("forgotten").fieldNames())
                .toIterable()
                .containsExactly(ids.get(0));
        assertThat(scene.out())
                .contains(
                        "1 of them by their manifests alone, as their bytes are gone: %s (each: its chunks were deleted by"
                                        .formatted(ids.get(0))
                                + " the retention of thalweg.forgetful.snapshots; raise retention.ms or export snapshots in"
                                + " time)");
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()));
    }

    /** Where each topic ends whose name begins so, over its partitions. */
    private static Map<String, Long> ends(String prefix) throws Exception {
        try (Admin admin = admin()) {
            var topics = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList();
            Map<TopicPartition, OffsetSpec> asked = admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            return admin.listOffsets(asked).all().get().entrySet().stream()
                    .collect(Collectors.groupingBy(
                            end -> end.getKey().topic(),
                            Collectors.summingLong(end -> end.getValue().offset())));
        }
    }
}

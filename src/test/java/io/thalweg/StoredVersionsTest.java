package io.thalweg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Example;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.SnapshotEntries;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.ShopLog;
import io.thalweg.score.Desk;
import io.thalweg.score.Scorer;
import io.thalweg.simulate.Shop;
import io.thalweg.wire.SnapshotFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What earlier versions left behind, read by this one: a snapshot as {@code snapshots export} writes it and a
 * checkpoint, both of the shop's first events, with what that version said of them. CONTRIBUTING.md says how a release
 * adds its own.
 */
class StoredVersionsTest {
    private static final Path VERSIONS = Path.of("src/test/resources/versions");
    private static final int LEARNED = 400;
    private static final int LATER = 600;

    static List<Path> versions() throws IOException {
        try (Stream<Path> directories = Files.list(VERSIONS)) {
            return directories.sorted().toList();
        }
    }

    static List<Path> readable() throws IOException {
        return versions().stream()
                .filter(version -> expected(version, "format").equals(String.valueOf(Lane.FORMAT)))
                .toList();
    }

    /** MAJOR.MINOR and a dot, as the POM has them. */
    private static String minor() throws IOException {
        Matcher version = Pattern.compile("<artifactId>thalweg</artifactId>\\s*<version>(\\d+\\.\\d+\\.)")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    /** Another MINOR may learn otherwise from the same log, see docs/upgrade.md. */
    static List<Path> ofThisMinor() throws IOException {
        String minor = minor();
        return readable().stream()
                .filter(one -> one.getFileName().toString().startsWith(minor))
                .toList();
    }

    private static String expected(Path version, String key) {
        try (Stream<String> lines = Files.lines(version.resolve("expected.txt"))) {
            return lines.filter(line -> line.startsWith(key + " "))
                    .map(line -> line.substring(key.length() + 1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ThalwegConfig config(Path version) throws IOException {
        return ThalwegConfig.parse(Files.readString(version.resolve("shop.yaml")), "shop.yaml", Map.of());
    }

    private static List<Example> examples(ThalwegConfig config) {
        ShopLog log = new ShopLog(new Shop(42, 2 * LATER), config);
        return Stream.generate(log::next).flatMap(Optional::stream).limit(LATER).toList();
    }

    private static void learn(Lane lane, List<Example> examples, int from, int to) {
        for (int i = from; i < to; i++) {
            lane.apply(i, i, new LogRecord.Event(examples.get(i)), Outputs.NONE);
        }
    }

    private static Lane restored(Path version) throws IOException {
        Lane lane = new Lane(config(version).lane());
        SnapshotEntries.read(List.of(Files.readAllBytes(version.resolve("checkpoint.bin"))), lane::restore);
        lane.resume();
        return lane;
    }

    private static List<Float> scores(Scorer scorer) {
        List<Float> scores = new ArrayList<>();
        Desk desk = scorer.desk();
        for (int i = 0; i < 3; i++) {
            ObservationBuilder fields = desk.ask();
            fields.time(scorer.column("event_time"), Shop.OPENING + i * 3_600_000L);
            fields.text(scorer.column("user"), "u" + i);
            fields.text(scorer.column("item"), "i1");
            fields.number(scorer.column("price"), i);
            assertThat(desk.answer()).isEmpty();
            for (int task = 0; task < scorer.tasks().size(); task++) {
                scores.add(desk.score(task));
            }
        }
        return scores;
    }

    /** Without this a change of the format would leave nobody behind to read what is written today. */
    @Test
    void thisVersionsFormatIsAmongThem() throws IOException {
        assertThat(readable())
                .as("format %d has no stored snapshot: see 'A release' in CONTRIBUTING.md", Lane.FORMAT)
                .isNotEmpty();
    }

    /** Without this a new MINOR could change its bits unseen: there would be none to compare with. */
    @Test
    void thisMinorIsAmongThem() throws IOException {
        assertThat(ofThisMinor())
                .as(
                        "%s holds no %sx, so nothing says how this MINOR learns: store it together with the change of"
                                + " the version, see 'A release' in CONTRIBUTING.md",
                        VERSIONS, minor())
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("readable")
    void itsSnapshotIsTheModelThatItWas(Path version) throws IOException {
        StoredSnapshot snapshot = SnapshotFile.read(version.resolve("model.zip"));
        Lane lane = Lane.ofSnapshot(config(version).lane(), snapshot);
        assertThat(lane.parametersSha256()).isEqualTo(expected(version, "parameters"));
        assertThat(snapshot.manifest().proof().chain()).isEqualTo(expected(version, "chain"));
    }

    @ParameterizedTest
    @MethodSource("readable")
    void itsSnapshotScoresAsItDid(Path version) {
        List<Float> scores = scores(Scorer.open(version.resolve("model.zip")));
        String[] before = expected(version, "scores").split(" ");
        assertThat(scores).hasSameSizeAs(before);
        for (int i = 0; i < before.length; i++) {
            assertThat(scores.get(i)).isCloseTo(Float.parseFloat(before[i]), within(1e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("readable")
    void itsCheckpointIsTheModelThatItWas(Path version) throws IOException {
        Lane lane = restored(version);
        assertThat(lane.parametersSha256()).isEqualTo(expected(version, "parameters"));
        assertThat(lane.nextOffset()).isEqualTo(LEARNED);
    }

    @ParameterizedTest
    @MethodSource("ofThisMinor")
    void bothGoOnAsTheVersionItselfDid(Path version) throws IOException {
        assumeTrue("Haswell".equals(System.getenv("OPENBLAS_CORETYPE")), "needs OPENBLAS_CORETYPE=Haswell");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "needs an x86-64");
        Lane imported = Lane.ofSnapshot(config(version).lane(), SnapshotFile.read(version.resolve("model.zip")));
        for (Lane lane : List.of(restored(version), imported)) {
            learn(lane, examples(config(version)), LEARNED, LATER);
            assertThat(lane.parametersSha256()).isEqualTo(expected(version, "later"));
        }
    }

    /** A version whose format is no longer read must be told so, and its file can still be looked at. */
    @Test
    void whatCannotBeReadSaysItsFormat() throws IOException {
        for (Path version : versions()) {
            StoredSnapshot snapshot = SnapshotFile.read(version.resolve("model.zip"));
            String format = expected(version, "format");
            assertThat(SnapshotEntries.format(snapshot)).isEqualTo(Integer.parseInt(format));
            if (!readable().contains(version)) {
                assertThatThrownBy(() -> Lane.ofSnapshot(config(version).lane(), snapshot))
                        .hasMessageContaining("format " + format);
            }
        }
    }

    /** Not a test: {@code -Dthalweg.store=VERSION} makes that version's files, once, when it is released. */
    @Test
    @EnabledIfSystemProperty(named = "thalweg.store", matches = ".+")
    void store() throws IOException {
        Path version = VERSIONS.resolve(System.getProperty("thalweg.store"));
        assertThat(version.resolve("expected.txt"))
                .as("a released version's files stay")
                .doesNotExist();
        ThalwegConfig config = config(version);
        List<Example> examples = examples(config);
        Lane lane = new Lane(config.lane());
        learn(lane, examples, 0, LEARNED);
        StoredSnapshot snapshot = Collected.snapshot(lane);
        SnapshotFile.write(version.resolve("model.zip"), snapshot);
        Files.write(version.resolve("checkpoint.bin"), checkpoint(lane));
        Map<String, String> said = new TreeMap<>();
        said.put("format", String.valueOf(Lane.FORMAT));
        said.put("parameters", lane.parametersSha256());
        said.put("chain", snapshot.manifest().proof().chain());
        said.put(
                "scores",
                String.join(
                        " ",
                        scores(Scorer.open(version.resolve("model.zip"))).stream()
                                .map(String::valueOf)
                                .toList()));
        learn(lane, examples, LEARNED, LATER);
        said.put("later", lane.parametersSha256());
        StringBuilder text = new StringBuilder();
        said.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
        Files.writeString(version.resolve("expected.txt"), text);
    }

    private static byte[] checkpoint(Lane lane) {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        lane.checkpoint((region, block, content) -> {
            try {
                out.writeInt(region);
                out.writeInt(block);
                out.writeInt(content.length);
                out.write(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return bytes.toByteArray();
    }
}

package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotFileTest {
    private final StoredSnapshot snapshot = Manifests.snapshot(1_200_000, 7);

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void write() {
        file = directory.resolve("model.zip");
        SnapshotFile.write(file, snapshot);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        StoredSnapshot read = SnapshotFile.read(file);
        assertThat(read.manifest()).isEqualTo(snapshot.manifest());
        assertThat(read.chunks()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(read.chunks().get(i)).isEqualTo(snapshot.chunks().get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 512 * 1024 - 1, 512 * 1024, 512 * 1024 + 1})
    void anySizeWillDo(int bytes) {
        StoredSnapshot one = Manifests.snapshot(bytes, 1);
        SnapshotFile.write(file, one);
        StoredSnapshot read = SnapshotFile.read(file);
        assertThat(read.manifest()).isEqualTo(one.manifest());
        assertThat(Manifests.complaint(read)).isEmpty();
    }

    @Test
    void theSameSnapshotMakesTheSameFileAndLeavesNoOther() throws IOException {
        Path again = directory.resolve("again.zip");
        SnapshotFile.write(again, snapshot);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, again);
        }
    }

    @Test
    void whatCannotBeWrittenSaysWhyAndLeavesNothingBehind() throws IOException {
        Path nowhere = directory.resolve("none").resolve("model.zip");
        assertThatThrownBy(() -> SnapshotFile.write(nowhere, snapshot))
                .isInstanceOf(WireException.class)
                .hasMessage("cannot write %s: there is no directory %s", nowhere, nowhere.getParent());
        Path taken = Files.createDirectories(directory.resolve("taken").resolve("within"))
                .getParent();
        assertThatThrownBy(() -> SnapshotFile.write(taken, snapshot))
                .isInstanceOf(WireException.class)
                .hasMessageStartingWith("cannot write " + taken);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, taken);
        }
    }

    @Test
    void itsManifestIsPlainJson() throws IOException {
        assertThat(new String(entries().get("manifest.json"), StandardCharsets.UTF_8))
                .contains(
                        "\"id\" : \"900\"",
                        "\"größe\"",
                        snapshot.manifest().proof().chain());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.3, 0.9, 0.99999})
    void aPartOfAFileIsRefused(double part) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, (int) (all.length * part)));
        refused("is no snapshot file, or only a part of one");
    }

    @Test
    void whatIsNoZipIsRefused() throws IOException {
        Files.writeString(file, "app: shop\n");
        refused("is no snapshot file");
        refused(directory.resolve("nowhere.zip"), "there is no file");
        refused(directory, "cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.avsc", "manifest.json", "snapshot.bin"})
    void aMissingEntryIsNamed(String name) throws IOException {
        Map<String, byte[]> entries = entries();
        entries.remove(name);
        rewrite(entries);
        refused("it has no " + name);
    }

    @Test
    void aFlippedByteOfTheModelIsFound() throws IOException {
        flip("snapshot.bin", 700_000);
        refused("it was altered: its chunks have SHA-256 ");
    }

    @Test
    void aByteThatIsFlippedInTheFileIsFoundWhereverItIs() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        for (int at : new int[] {
            text.indexOf("gradient") + 1, text.indexOf("\"seed: 1") + 2, text.indexOf("a machine"), 600_000
        }) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 1;
            Files.write(file, bytes);
            refused("model.zip");
        }
    }

    @Test
    void offsetsThatWereRewrittenBreakTheChain() throws IOException {
        replace("\"firstOffset\" : 300", "\"firstOffset\" : 301");
        refused("its chain is");
    }

    @Test
    void aRewrittenConfigurationIsFound() throws IOException {
        replace("seed: 1", "seed: 2");
        refused("its configuration has SHA-256");
    }

    @Test
    void anotherNumberOfChunksOrBytesIsFound() throws IOException {
        replace("\"chunks\" : 3", "\"chunks\" : 4");
        refused("it has 3 chunks, not 4");
        SnapshotFile.write(file, snapshot);
        replace("\"bytes\" : 1200000", "\"bytes\" : 1200001");
        refused("has 1200000 bytes, not 1200001");
    }

    @Test
    void aManifestThatIsNoneIsRefused() throws IOException {
        replace("\"version\" : 12,", "");
        refused("cannot be used");
        SnapshotFile.write(file, snapshot);
        replace("{", "]");
        refused("model.zip");
    }

    @Test
    void aFileOfAnEarlierSchemaCanBeRead() throws IOException {
        Map<String, byte[]> entries = entries();
        String schema = new String(entries.get("manifest.avsc"), StandardCharsets.UTF_8);
        assertThat(schema).contains("\"COPIED\"");
        entries.put("manifest.avsc", schema.replace(", \"COPIED\"", "").getBytes(StandardCharsets.UTF_8));
        rewrite(entries);
        SnapshotManifest read = SnapshotFile.read(file).manifest();
        assertThat(read).isEqualTo(snapshot.manifest());
    }

    private void refused(String why) {
        refused(file, why);
    }

    private static void refused(Path path, String why) {
        assertThatThrownBy(() -> SnapshotFile.read(path))
                .isInstanceOf(WireException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(why);
    }

    private void flip(String name, int at) throws IOException {
        Map<String, byte[]> entries = entries();
        entries.get(name)[at] ^= 1;
        rewrite(entries);
    }

    private void replace(String from, String to) throws IOException {
        Map<String, byte[]> entries = entries();
        String json = new String(entries.get("manifest.json"), StandardCharsets.UTF_8);
        assertThat(json).contains(from);
        entries.put("manifest.json", json.replace(from, to).getBytes(StandardCharsets.UTF_8));
        rewrite(entries);
    }

    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    /** As somebody would who knows how to. */
    private void rewrite(Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }
}

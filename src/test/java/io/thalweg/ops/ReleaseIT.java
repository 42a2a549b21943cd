package io.thalweg.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball, unpacked elsewhere: in a folder with a space in its name, where nothing can be written. */
class ReleaseIT {
    private static final Path TARGET = Path.of("target");
    private static final @Nullable String NAME = System.getProperty("thalweg.release");

    @TempDir
    static Path directory;

    private static Path home = Path.of("");

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        assumeTrue(NAME != null, "no release was made, so none is tried: ./mvnw -Prelease verify does both");
        Path place = Files.createDirectory(directory.resolve("some where"));
        Path tarball = TARGET.resolve(NAME + ".tar.gz").toAbsolutePath();
        run(place, "tar", "xzf", tarball.toString());
        try (Stream<Path> roots = Files.list(place)) {
            home = roots.findFirst().orElseThrow();
        }
        run(place, "chmod", "-R", "a-w", home.toString());
    }

    @AfterAll
    static void allowDeletion() throws IOException, InterruptedException {
        run(directory, "chmod", "-R", "u+w", directory.toString());
    }

    /** Runs it with no variables but Java's and the user's home, and answers what it said. */
    private static String run(Path place, String... command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("release", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            String text = Files.readString(said, UTF_8);
            assertThat(process.exitValue()).as("%s%n%s", List.of(command), text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
            Files.delete(said);
        }
    }

    private static String thalweg() {
        return home.resolve("bin/thalweg").toString();
    }

    @Test
    void itSaysItsVersion() throws IOException, InterruptedException {
        String version = run(Path.of("/"), thalweg(), "--version").trim();
        assertThat(version.replace(' ', '-')).isEqualTo(home.getFileName().toString());
    }

    @Test
    void theDemoRunsFromAnyDirectory() throws IOException, InterruptedException {
        String report = run(Path.of("/"), thalweg(), "demo", "--headless", "--events", "5000");
        assertThat(report).contains("5,000 events in", "parameters ");
    }

    @Test
    void everyJarOfTheRegistryIsInItsListAndNoOther() throws IOException {
        List<String> listed = Files.readAllLines(home.resolve("licences/registry.txt")).stream()
                .filter(line -> line.startsWith("    "))
                .map(String::trim)
                .toList();
        assertThat(names(home.resolve("registry/lib"))).containsExactlyInAnyOrderElementsOf(listed);
    }

    @Test
    void everyJarIsInTheNotice() throws IOException {
        String notice = Files.readString(home.resolve("NOTICE-THIRD-PARTY"));
        List<String> unnamed = new ArrayList<>();
        for (String jar : names(home.resolve("lib"))) {
            if (!jar.endsWith(".jar")) {
                continue; // ONNX Runtime, unpacked
            }
            String[] parts = parts(jar);
            if (!notice.contains(":" + parts[0] + ":" + parts[1] + ":")) {
                unnamed.add(jar);
            }
        }
        assertThat(unnamed).isEmpty();
    }

    /** A POM says nothing of them. */
    @Test
    void everyJarWithNativesIsInTheNoticesUpperPart() throws IOException {
        String notice = Files.readString(home.resolve("NOTICE-THIRD-PARTY"));
        String upper = notice.substring(0, notice.indexOf("lib/:"));
        List<String> unnamed = new ArrayList<>();
        int named = 0;
        for (String jar : names(home.resolve("lib"))) {
            if (jar.endsWith(".jar") && hasNatives(home.resolve("lib").resolve(jar))) {
                if (upper.contains(":" + parts(jar)[0] + ":")) {
                    named++;
                } else {
                    unnamed.add(jar);
                }
            }
        }
        assertThat(unnamed).isEmpty();
        assertThat(named).isGreaterThan(5);
    }

    @Test
    void theNativesOfOnnxRuntimeAreThereWithTheirNotices() throws IOException {
        Path unpacked = home.resolve("lib/onnxruntime");
        assertThat(unpacked.resolve("ThirdPartyNotices.txt")).isNotEmptyFile();
        assertThat(names(unpacked.resolve("ai/onnxruntime/native"))).hasSize(1);
        assertThat(Files.readString(home.resolve("NOTICE-THIRD-PARTY")))
                .contains("com.microsoft.onnxruntime:onnxruntime:");
    }

    @Test
    void whatIsToBeRunCanBe() {
        assertThat(home.resolve("bin/thalweg")).isExecutable();
        assertThat(home.resolve("ops/verify_snapshots.py")).isExecutable();
    }

    /** Artifact and version of a jar in lib. */
    private static String[] parts(String jar) {
        String bare = jar.replaceAll("-(linux|macosx|windows)-[^-]*\\.jar$|\\.jar$", "");
        return bare.split("-(?=\\d)", 2);
    }

    private static boolean hasNatives(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().anyMatch(entry -> entry.getName().matches(".+\\.(so|dll|dylib|jnilib)(\\.\\d+)*"));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void theDigestsAreThoseOfTheFiles() throws IOException, NoSuchAlgorithmException {
        for (String file : List.of(NAME + ".tar.gz", NAME + "-sbom.json", home.getFileName() + "-scorer.jar")) {
            String line = Files.readString(TARGET.resolve(file + ".sha256")).trim();
            assertThat(line).isEqualTo(sha256(TARGET.resolve(file)) + "  " + file);
        }
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

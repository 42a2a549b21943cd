package io.thalweg.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The same sources give the same bytes: a release is built once more, elsewhere, and compared. */
class ReproducibleIT {
    private static final Path TARGET = Path.of("target");
    private static final @Nullable String NAME = System.getProperty("thalweg.release");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private static int run(Path place, Path said, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TZ", "Asia/Kolkata");
        String locale = "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kolkata -Dfile.encoding=ISO-8859-9";
        builder.environment().put("MAVEN_OPTS", locale);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** As they are now, committed or not. */
    private Path copyOfTheSources() throws IOException, InterruptedException {
        Path list = directory.resolve("sources.txt");
        run(Path.of("."), list, List.of("git", "ls-files", "-z", "-co", "--exclude-standard"));
        Path copy = directory.resolve("some where else/by another name");
        for (String file : Files.readString(list, UTF_8).split("\0")) {
            if (Files.exists(Path.of(file))) {
                Files.createDirectories(copy.resolve(file).getParent());
                Files.copy(Path.of(file), copy.resolve(file));
            }
        }
        return copy;
    }

    @Test
    void anotherBuildElsewhereGivesTheSameBytes() throws IOException, InterruptedException {
        assumeTrue(NAME != null, "no release was made, so none is made again: ./mvnw -Prelease verify does both");
        assumeTrue(Files.exists(Path.of(".git")), "what the sources are is known in a clone only");
        Path copy = copyOfTheSources();
        Path said = directory.resolve("build.log");
        String build = "umask 002; exec \"$0\" -B -q -Prelease -Dmaven.test.skip=true -Dthalweg.noImage package";
        assertThat(run(copy, said, List.of("sh", "-c", build, System.getProperty("thalweg.maven", "mvn"))))
                .as("%s", Files.readString(said, UTF_8))
                .isZero();
        String version = NAME.replaceFirst("-(linux|macosx|windows)-.*", "");
        List<String> others = new ArrayList<>();
        for (String file : List.of(version + ".jar", version + "-scorer.jar", NAME + "-sbom.json", NAME + ".tar.gz")) {
            if (Files.mismatch(TARGET.resolve(file), copy.resolve("target").resolve(file)) >= 0) {
                others.add(file);
            }
        }
        assertThat(others).as("see what differs from target/ in %s", copy).isEmpty();
    }
}

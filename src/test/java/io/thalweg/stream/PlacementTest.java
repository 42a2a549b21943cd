package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        assertThatThrownBy(() -> new Placement(file.resolve("state"), "a").requireRoom())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the state directory " + file.resolve("state") + " cannot be written (")
                .hasMessageEndingWith("make room or mend its rights, or name another with --state-dir");
    }

    @Test
    void nothingIsLeftWhereThereIsRoom() {
        Path state = directory.resolve("a").resolve("state");
        new Placement(state, "a").requireRoom();
        assertThat(state).isEmptyDirectory();
    }
}

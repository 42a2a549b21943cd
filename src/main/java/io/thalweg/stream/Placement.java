package io.thalweg.stream;

import io.thalweg.check.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where an instance lives.
 *
 * @param stateDirectory keeps the process id that lets a restarted process end its predecessor's transaction at once;
 *     must outlive the process
 * @param instance its name in the consumer groups, the same after every restart and unlike that of any other instance
 */
public record Placement(Path stateDirectory, String instance) {
    private static final int PROBE = 4_096;

    public Placement {
        stateDirectory = stateDirectory.toAbsolutePath();
        Require.that(
                instance.matches("[A-Za-z0-9._-]{1,200}"),
                "an instance name has up to 200 letters, digits, '.', '_' and '-', got '%s'",
                instance);
    }

    /** @throws IllegalStateException if nothing can be written to the directory; says what to do */
    void requireRoom() {
        try {
            Files.createDirectories(stateDirectory);
            Path probe = Files.createTempFile(stateDirectory, "room", null);
            try {
                Files.write(probe, new byte[PROBE]);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the state directory %s cannot be written (%s: %s): make room or mend its rights, or name another with"
                                    .formatted(stateDirectory, e.getClass().getSimpleName(), e.getMessage())
                            + " --state-dir",
                    e);
        }
    }
}

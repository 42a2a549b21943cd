package io.thalweg.stream;

import io.thalweg.check.Require;
import java.nio.file.Path;

/**
 * Where an instance lives.
 *
 * @param stateDirectory keeps the process id that lets a restarted process end its predecessor's transaction at once;
 *     must outlive the process
 * @param instance its name in the consumer groups, the same after every restart and unlike that of any other instance
 */
public record Placement(Path stateDirectory, String instance) {
    public Placement {
        stateDirectory = stateDirectory.toAbsolutePath();
        Require.that(
                instance.matches("[A-Za-z0-9._-]{1,200}"),
                "an instance name has up to 200 letters, digits, '.', '_' and '-', got '%s'",
                instance);
    }
}

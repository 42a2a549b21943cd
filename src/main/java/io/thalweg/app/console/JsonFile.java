package io.thalweg.app.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a command reports, for other programs. */
public final class JsonFile {
    private JsonFile() {}

    /** Writes {@code content} to {@code file}, and makes its directory; does nothing where no file was asked for. */
    public static void write(@Nullable Path file, Object content) {
        if (file == null) {
            return;
        }
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(
                    file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
        } catch (IOException e) {
            throw new CommandException("cannot write %s: %s", file, String.valueOf(e.getMessage()));
        }
    }
}

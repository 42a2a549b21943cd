package io.thalweg.app.console;

import io.thalweg.config.ThalwegConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code -c FILE} of every command that needs a configuration. */
public final class ConfigFile {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration, such as ops/examples/shop.yaml.")
    private Path file = Path.of("thalweg.yaml");

    public ThalwegConfig load() {
        return ThalwegConfig.load(file);
    }

    public Path path() {
        return file;
    }
}

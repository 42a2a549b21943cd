package io.thalweg.app;

import io.thalweg.config.ThalwegConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code -c FILE} of every command that needs a configuration. */
final class ConfigFile {
    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration, such as ops/examples/shop.yaml.")
    private Path file = Path.of("thalweg.yaml");

    ThalwegConfig load() {
        return ThalwegConfig.load(file);
    }

    Path path() {
        return file;
    }
}

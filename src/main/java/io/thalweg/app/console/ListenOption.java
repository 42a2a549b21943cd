package io.thalweg.app.console;

import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ThalwegConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option {@code --listen HOST:PORT} of every command that can answer over HTTP. */
public final class ListenOption {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = Parser.class,
            description = "Answer over HTTP there, whatever the configuration's serve.listen says; port 0 is any free"
                    + " one.")
    private @Nullable ListenAddress address;

    public boolean isGiven() {
        return address != null;
    }

    /** What is to be served: as configured, at the address that was given; nothing if neither speaks of it. */
    public Optional<ServeSettings> settings(ThalwegConfig config) {
        return isGiven() || config.serve().isPresent() ? Optional.of(settingsOrUsual(config)) : Optional.empty();
    }

    /** As {@link #settings}, on this machine's port 8080 if neither speaks of it. */
    public ServeSettings settingsOrUsual(ThalwegConfig config) {
        ServeSettings configured = config.serve().orElse(ServeSettings.USUAL);
        ServeSettings settings = address == null ? configured : configured.at(address);
        if (!settings.complaints().isEmpty()) {
            throw new CommandException("%s", "--listen " + String.join("; ", settings.complaints()));
        }
        return settings;
    }

    private static final class Parser implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String text) {
            try {
                return ListenAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}

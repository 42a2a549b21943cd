package io.thalweg.app.console;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.embedded.EmbeddedBroker;
import io.thalweg.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A broker and a registry of our own, with their state in one directory, which is deleted if nobody asked for it. */
public final class EmbeddedParts implements AutoCloseable {
    private final Path directory;
    private final boolean isTemporary;
    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registry;

    private EmbeddedParts(Path directory, boolean isTemporary, EmbeddedBroker broker, EmbeddedRegistry registry) {
        this.directory = directory;
        this.isTemporary = isTemporary;
        this.broker = broker;
        this.registry = registry;
    }

    /** Starts both; in a temporary directory where none is given. */
    public static EmbeddedParts start(@Nullable Path given) {
        Path directory = given == null ? temporary() : given;
        CompletableFuture<EmbeddedBroker> broker =
                CompletableFuture.supplyAsync(() -> EmbeddedBroker.start(directory.resolve("broker")));
        CompletableFuture<EmbeddedRegistry> registry =
                CompletableFuture.supplyAsync(() -> EmbeddedRegistry.start(directory.resolve("registry")));
        try {
            return new EmbeddedParts(directory, given == null, broker.join(), registry.join());
        } catch (CompletionException e) {
            close(broker);
            close(registry);
            throw new CommandException(
                    "%s", String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        }
    }

    private static void close(CompletableFuture<? extends AutoCloseable> part) {
        part.handle((started, problem) -> {
                    if (started != null) {
                        try {
                            started.close();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return null;
                })
                .join();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("thalweg-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path directory() {
        return directory;
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    public long brokerPid() {
        return broker.process().pid();
    }

    public String registryUrl() {
        return registry.url();
    }

    /** The same configuration, on these parts. */
    public ThalwegConfig on(ThalwegConfig config) {
        return config.withServers(Map.of("bootstrap.servers", bootstrapServers()), Map.of("url", registryUrl()));
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
        if (isTemporary) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}

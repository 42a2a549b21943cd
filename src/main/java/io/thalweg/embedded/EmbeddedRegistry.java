package io.thalweg.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An Apicurio registry in a child JVM, speaking Confluent's REST API. Its schemas and their ids outlive it in its
 * directory.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final String HOME_PROPERTY = "thalweg.registry.home";

    private final ChildJvm child;
    private final int port;

    private EmbeddedRegistry(ChildJvm child, int port) {
        this.child = child;
        this.port = port;
    }

    /**
     * Starts a registry with its state in {@code directory} and returns when it answers. On a directory that had one
     * before, schemas, ids and port are those of the last time (the port, if nobody has taken it meanwhile).
     *
     * @throws IllegalStateException if it does not become ready within a minute; the message names its log
     */
    public static EmbeddedRegistry start(Path directory) {
        Path home = directory.toAbsolutePath();
        Path runner = runner();
        EmbeddedProcess.Started started = EmbeddedProcess.start(home, 1, ports -> command(home, runner, ports[0]));
        return new EmbeddedRegistry(started.child(), started.ports()[0]);
    }

    private static ChildJvm.Command command(Path home, Path runner, int port) {
        return new ChildJvm.Command(
                "registry",
                home.resolve("registry.log"),
                List.of(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.log.level=WARN",
                        "-Dapicurio.storage.kind=sql",
                        "-Dapicurio.storage.sql.kind=h2",
                        "-Dapicurio.datasource.url=" + database(home)),
                RegistryProcess.class,
                List.of(runner.toString(), url(port) + "/subjects"));
    }

    // Without the delay of half a second that H2 allows itself, a killed registry forgets no id it has given.
    private static String database(Path home) {
        return "jdbc:h2:file:" + home.resolve("schemas") + ";WRITE_DELAY=0";
    }

    private static Path runner() {
        Path registry = home();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(registry, "*-runner.jar")) {
            for (Path jar : jars) {
                return jar;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(missing(registry), e);
        }
        throw new IllegalStateException(missing(registry));
    }

    private static String missing(Path registry) {
        return "no registry in %s: build the project once (./mvnw package), or say where it is with -D%s=DIRECTORY"
                .formatted(registry, HOME_PROPERTY);
    }

    /** Where the property says, otherwise where the build puts it: beside our own classes. */
    private static Path home() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home != null) {
            return Path.of(home).toAbsolutePath();
        }
        try {
            Path classes = Path.of(EmbeddedRegistry.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling("registry");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the program is", e);
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** The base of Confluent's REST API. */
    public String url() {
        return url(port);
    }

    public ProcessHandle process() {
        return child.handle();
    }

    /** SIGKILL. {@link #start} on the same directory brings it back on the same port. */
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}

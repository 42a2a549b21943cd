package io.thalweg.embedded;

import java.nio.file.Path;
import java.util.List;

/** A Kafka broker in a child JVM. Its topics outlive it in its directory. */
public final class EmbeddedBroker implements AutoCloseable {
    private final ChildJvm child;
    private final int port;

    private EmbeddedBroker(ChildJvm child, int port) {
        this.child = child;
        this.port = port;
    }

    /**
     * Starts a broker with its state in {@code directory} and returns when it is ready. On a directory that had one
     * before, topics and port are those of the last time (the port, if nobody has taken it meanwhile).
     *
     * @throws IllegalStateException if it does not become ready within a minute; the message names its log
     */
    public static EmbeddedBroker start(Path directory) {
        Path home = directory.toAbsolutePath();
        EmbeddedProcess.Started started = EmbeddedProcess.start(home, 2, ports -> command(home, ports));
        return new EmbeddedBroker(started.child(), started.ports()[0]);
    }

    private static ChildJvm.Command command(Path home, int[] ports) {
        return new ChildJvm.Command(
                "broker",
                home.resolve("broker.log"),
                List.of("-Xmx768m", "-Dlogback.configurationFile=embedded-logback.xml"),
                BrokerProcess.class,
                List.of(home.resolve("data").toString(), Integer.toString(ports[0]), Integer.toString(ports[1])));
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public ProcessHandle process() {
        return child.handle();
    }

    /** As a power cut would: SIGKILL. {@link #start} on the same directory brings it back on the same port. */
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}

package io.thalweg.serve;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import java.net.URI;
import java.util.List;

/** A running HTTP server. */
public final class ThalwegServer implements AutoCloseable {
    private final Javalin javalin;
    private final ListenAddress address;

    private ThalwegServer(Javalin javalin, ListenAddress address) {
        this.javalin = javalin;
        this.address = address;
    }

    /**
     * Starts to listen and answers {@code routes}.
     *
     * @throws ServeException if it cannot listen there
     */
    public static ThalwegServer start(ServeSettings settings, List<Routes> routes) {
        ListenAddress address = settings.listen();
        Javalin javalin = Javalin.create(server -> {
            settle(server);
            routes.forEach(some -> some.addTo(server));
        });
        try {
            javalin.start(address.host(), address.port());
        } catch (JavalinBindException e) {
            throw new ServeException(
                    "cannot listen on %s: the port is taken, or this machine has no such address; stop the other"
                                    .formatted(address)
                            + " program or choose another HOST:PORT (serve.listen, or --listen)",
                    e);
        }
        return new ThalwegServer(javalin, new ListenAddress(address.host(), javalin.port()));
    }

    private static void settle(JavalinConfig server) {
        server.startup.showJavalinBanner = false;
        server.startup.showOldJavalinVersionWarning = false;
        server.startup.startupWatcherEnabled = false;
    }

    /** Where it listens, with the port that it got. */
    public URI uri() {
        return URI.create("http://" + address);
    }

    /** Stops listening and lets go of every connection. */
    @Override
    public void close() {
        javalin.stop();
    }
}

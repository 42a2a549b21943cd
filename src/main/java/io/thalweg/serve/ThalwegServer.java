package io.thalweg.serve;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ServeSettings.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running HTTP server. */
public final class ThalwegServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ThalwegServer.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Javalin javalin;
    private final String scheme;
    private final ListenAddress address;

    private ThalwegServer(Javalin javalin, ServeSettings settings) {
        this.javalin = javalin;
        scheme = settings.tls().orElse(null) instanceof Tls.Files ? "https" : "http";
        address = new ListenAddress(settings.listen().host(), javalin.port());
    }

    /**
     * Starts to listen and answers {@code routes}, to whom it may and as much as it may.
     *
     * @throws ServeException if it cannot listen there
     */
    public static ThalwegServer start(ServeSettings settings, List<Routes> routes) {
        Javalin javalin = Javalin.create(server -> {
            settle(server, settings);
            new Listener(settings).addTo(server);
            new HeadRequests().addTo(server);
            new Problems().addTo(server);
            new Guards(settings).addTo(server);
            routes.forEach(some -> some.addTo(server));
        });
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new ServeException(
                    "cannot listen on %s: the port is taken, or this machine has no such address; stop the other"
                                    .formatted(settings.listen())
                            + " program or choose another HOST:PORT (serve.listen, or --listen)",
                    e);
        }
        return new ThalwegServer(javalin, settings);
    }

    private static void settle(JavalinConfig server, ServeSettings settings) {
        server.startup.showJavalinBanner = false;
        server.startup.showOldJavalinVersionWarning = false;
        server.startup.startupWatcherEnabled = false;
        server.jetty.modifyServer(jetty -> {
            jetty.setHandler(new GracefulHandler());
            jetty.setStopTimeout(GRACE.toMillis());
        });
        server.http.prefer405over404 = true;
        server.http.maxRequestSize = settings.limits().body();
    }

    /** Where it listens, with the port that it got. */
    public URI uri() {
        return URI.create(scheme + "://" + address);
    }

    /** Stops listening, gives requests that have begun five seconds to be answered, and lets go of every connection. */
    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            log.warn("some requests were not answered within {} s, and are cut off", GRACE.toSeconds(), e);
        }
    }
}

package io.thalweg.app.serve;

import io.thalweg.config.ServeSettings;
import io.thalweg.serve.Liveness;
import io.thalweg.serve.Routes;
import io.thalweg.serve.ThalwegServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Everything that is answered over HTTP, from the start of the server to its end. */
public final class Serving implements AutoCloseable {
    private final ThalwegServer server;

    private Serving(ThalwegServer server) {
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @param more what the command itself wants to be answered
     */
    public static Serving start(ServeSettings settings, List<Routes> more) {
        List<Routes> all = new ArrayList<>(more);
        all.add(new Liveness());
        return new Serving(ThalwegServer.start(settings, all));
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }
}

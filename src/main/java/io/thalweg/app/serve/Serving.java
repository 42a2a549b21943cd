package io.thalweg.app.serve;

import io.thalweg.config.ServeSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.serve.Liveness;
import io.thalweg.serve.Routes;
import io.thalweg.serve.ThalwegServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Everything that is answered over HTTP, from the start of the server to its end. */
public final class Serving implements AutoCloseable {
    private final ThalwegServer server;
    private final LiveView page;

    private Serving(ThalwegServer server, LiveView page) {
        this.server = server;
        this.page = page;
    }

    /**
     * Starts the server.
     *
     * @param shown whose topics the live page shows, and under which command
     * @param more what the command itself wants to be answered
     */
    public static Serving start(ServeSettings settings, Shown shown, List<Routes> more) {
        LiveView page = LiveView.open(shown.config(), shown.command());
        List<Routes> all = new ArrayList<>(more);
        all.add(new Liveness());
        all.add(page.routes());
        try {
            return new Serving(ThalwegServer.start(settings, all), page);
        } catch (RuntimeException e) {
            page.close();
            throw e;
        }
    }

    /** What the live page is about. */
    public record Shown(ThalwegConfig config, String command) {}

    public LiveView page() {
        return page;
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        page.close(); // first, because listeners hold threads of the server
        server.close();
    }
}

package io.thalweg.app.serve;

import io.thalweg.client.SnapshotTail;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.serve.Liveness;
import io.thalweg.serve.ModelRoutes;
import io.thalweg.serve.Models;
import io.thalweg.serve.OpenApi;
import io.thalweg.serve.Readiness;
import io.thalweg.serve.Routes;
import io.thalweg.serve.ScoreRoutes;
import io.thalweg.serve.ThalwegServer;
import io.thalweg.wire.Registry;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is answered over HTTP, from the start of the server to its end. */
public final class Serving implements AutoCloseable {
    private final ThalwegServer server;
    private final LiveView page;
    private final SnapshotTail snapshots;

    private Serving(ThalwegServer server, LiveView page, SnapshotTail snapshots) {
        this.server = server;
        this.page = page;
        this.snapshots = snapshots;
    }

    /**
     * Starts the server, and to follow the application's snapshots; there may be no model yet.
     *
     * @param shown whose topics the live page shows, and under which command
     * @param measured whose figures are answered, and who is told of models; null if nothing is measured
     */
    public static Serving start(ServeSettings settings, Shown shown, @Nullable Measured measured) {
        LiveView page = LiveView.open(shown.config(), shown.command());
        try {
            Models models = new Models(Clock.systemUTC());
            ThalwegServer server = ThalwegServer.start(settings, routes(settings, models, page, measured));
            if (measured != null) {
                measured.watch(models);
            }
            return new Serving(server, page, follow(server, shown.config(), models));
        } catch (RuntimeException e) {
            page.close();
            throw e;
        }
    }

    private static List<Routes> routes(
            ServeSettings settings, Models models, LiveView page, @Nullable Measured measured) {
        List<Routes> all = new ArrayList<>(Measured.routes(measured));
        all.add(new Liveness());
        all.add(new Readiness(models));
        all.add(new ScoreRoutes(models, settings.limits()));
        all.add(new ModelRoutes(models));
        all.add(new OpenApi());
        all.add(page.routes());
        return all;
    }

    private static SnapshotTail follow(ThalwegServer server, ThalwegConfig config, Models models) {
        try {
            ModelSupply supply = new ModelSupply(models, config.fusion());
            return SnapshotTail.start(config, state -> new Registry(config.registry(), state), supply);
        } catch (RuntimeException e) {
            server.close();
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
        snapshots.close();
    }
}

package io.thalweg.serve.page;

import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import io.thalweg.serve.ThalwegServer;
import java.net.URI;
import java.util.List;

/** A server with nothing but the page, which shows a scene. */
final class PageHost implements AutoCloseable {
    private final Broadcast broadcast;
    private final ThalwegServer server;

    PageHost(PageScene scene) {
        this(scene, 0);
    }

    PageHost(PageScene scene, int port) {
        broadcast = new Broadcast(scene.page, 4).start();
        server = ThalwegServer.start(
                ServeSettings.USUAL.at(new ListenAddress("127.0.0.1", port)), List.of(new PageRoutes(broadcast)));
    }

    URI uri() {
        return server.uri();
    }

    int port() {
        return server.uri().getPort();
    }

    @Override
    public void close() {
        broadcast.close();
        server.close();
    }
}

package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ServeSettings.Tls;
import java.time.Duration;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** How connections are taken: where, with or without TLS, how many, and how long one may be slow. */
final class Listener implements Routes {
    private static final Duration IDLE = Duration.ofSeconds(30);
    static final Duration IDLE_AT_THE_END = Duration.ofSeconds(1);
    private static final long SLOW_SECONDS = 10;
    static final int HEADER_BYTES = 16 << 10;
    static final int THREADS_BESIDE = 32; // to read, to refuse, to say how the server is

    private final ServeSettings settings;

    Listener(ServeSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addTo(JavalinConfig server) {
        server.jetty.threadPool = new QueuedThreadPool(settings.limits().concurrent() + THREADS_BESIDE, 8);
        server.jetty.addConnector(this::connector);
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        CertificateWatch certificate = settings.tls().orElse(null) instanceof Tls.Files files
                ? new CertificateWatch(files, server.getScheduler())
                : null;
        ServerConnector connector = new ServerConnector(server, factories(http, certificate));
        connector.addBean(certificate);
        connector.setHost(settings.listen().host());
        connector.setPort(settings.listen().port());
        connector.setIdleTimeout(IDLE.toMillis());
        connector.setShutdownIdleTimeout(IDLE_AT_THE_END.toMillis());
        int connections = settings.limits().connections();
        connector.addBean(new ConnectionLimit(connections, connector));
        connector.addBean(new SlowClients(connections, SLOW_SECONDS, System::nanoTime));
        return connector;
    }

    private static ConnectionFactory[] factories(HttpConfiguration http, @Nullable CertificateWatch certificate) {
        if (certificate != null) {
            http.addCustomizer(new SecureRequestCustomizer(false)); // a client need not say the host's name in TLS
            HttpConnectionFactory plain = new HttpConnectionFactory(http);
            return new ConnectionFactory[] {new SslConnectionFactory(certificate.factory(), plain.getProtocol()), plain
            };
        }
        return new ConnectionFactory[] {new HttpConnectionFactory(http)};
    }
}

package io.thalweg.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker in this process that lets nobody in whom it does not know, and allows nothing that no ACL allows. The one
 * who may do everything is {@code broker}, by its certificate.
 */
final class SecureBroker implements AutoCloseable {
    private final Certificates certificates;
    private final Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    private final KafkaRaftServer server;
    private final Admin admin;

    /** A way in. */
    enum Listener {
        MUTUAL("SSL"),
        SCRAM("SASL_SSL"),
        OAUTH("SASL_SSL"),
        CONTROLLER("SSL");

        private final String protocol;

        Listener(String protocol) {
            this.protocol = protocol;
        }
    }

    /** @param certificates has one for {@code broker} */
    SecureBroker(Path directory, Certificates certificates, Issuer issuer) {
        this.certificates = certificates;
        for (Listener listener : Listener.values()) {
            ports.put(listener, freePort());
        }
        try {
            Properties settings = settings(directory, issuer);
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(Listener.CONTROLLER.name())
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"))
                    .run();
            server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            server.startup();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        admin = Admin.create(mutual("broker"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties settings(Path directory, Issuer issuer) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", directory.toString());
        StringBuilder listeners = new StringBuilder();
        StringBuilder protocols = new StringBuilder();
        ports.forEach((listener, port) -> {
            listeners.append(",").append(listener).append("://127.0.0.1:").append(port);
            protocols.append(",").append(listener).append(":").append(listener.protocol);
        });
        settings.put("listeners", listeners.substring(1));
        settings.put("listener.security.protocol.map", protocols.substring(1));
        settings.put("controller.listener.names", Listener.CONTROLLER.name());
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + ports.get(Listener.CONTROLLER));
        settings.put("inter.broker.listener.name", Listener.MUTUAL.name());
        settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
        settings.put("super.users", "User:broker");
        settings.put("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/");
        settings.put("ssl.client.auth", "required");
        settings.put("ssl.allow.dn.changes", "true");
        settings.putAll(stores("broker"));
        addSasl(settings, Listener.SCRAM, "SCRAM-SHA-512", ScramLoginModule.class);
        addSasl(settings, Listener.OAUTH, "OAUTHBEARER", OAuthBearerLoginModule.class);
        String oauth = "listener.name.oauth.";
        settings.put(
                oauth + "oauthbearer.sasl.server.callback.handler.class",
                OAuthBearerValidatorCallbackHandler.class.getName());
        settings.put(oauth + "sasl.oauthbearer.jwks.endpoint.url", issuer.url("/keys"));
        settings.put(oauth + "sasl.oauthbearer.expected.audience", Issuer.AUDIENCE);
        settings.put(oauth + "sasl.oauthbearer.expected.issuer", issuer.url(""));
        System.setProperty(
                "org.apache.kafka.sasl.oauthbearer.allowed.urls", issuer.url("/keys") + "," + issuer.url("/token"));
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("auto.create.topics.enable", "false");
        return settings;
    }

    private static void addSasl(Properties settings, Listener listener, String mechanism, Class<?> module) {
        String prefix = "listener.name." + listener.name().toLowerCase(Locale.ROOT) + ".";
        settings.put(prefix + "sasl.enabled.mechanisms", mechanism);
        settings.put(
                prefix + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config", module.getName() + " required;");
    }

    private Map<String, String> stores(String name) {
        Map<String, String> stores = new LinkedHashMap<>();
        stores.put("ssl.keystore.type", "PKCS12");
        stores.put("ssl.keystore.location", certificates.store(name).toString());
        stores.put("ssl.keystore.password", certificates.password());
        stores.put("ssl.truststore.type", "PKCS12");
        stores.put("ssl.truststore.location", certificates.trust().toString());
        stores.put("ssl.truststore.password", certificates.password());
        return stores;
    }

    /** For a client that shows the certificate of that name. */
    Map<String, Object> mutual(String name) {
        Map<String, Object> settings = new LinkedHashMap<>(stores(name));
        settings.put("bootstrap.servers", address(Listener.MUTUAL));
        settings.put("security.protocol", "SSL");
        return settings;
    }

    void addUser(String name, String password) {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        try {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, scram, password)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of somebody who may do everything. */
    Admin admin() {
        return admin;
    }

    String address(Listener listener) {
        return "127.0.0.1:" + ports.get(listener);
    }

    @Override
    public void close() {
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }
}

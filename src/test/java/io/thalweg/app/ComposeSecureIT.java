package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.Images;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code COMPOSE_PROFILES=secure docker compose up}: who is known sees all of it work, and who is not, nothing. */
class ComposeSecureIT {
    private static final TopicPartition PREDICTIONS = new TopicPartition("thalweg.shop.predictions", 0);

    @TempDir
    Path directory;

    private final Map<String, String> secrets = new LinkedHashMap<>();

    @SuppressWarnings("NullAway.Init") // the test begins with it
    private Compose compose;

    @BeforeEach
    void needsAnEngine() {
        Compose.obstacle().ifPresent(why -> {
            System.err.println("ComposeSecureIT is skipped: " + why);
            Assumptions.abort(why);
        });
    }

    @Test
    void whoIsKnownSeesItLearnAndNobodyElseSeesAnything() throws Exception {
        compose = new Compose(directory, "secure");
        try (Compose started = compose) {
            started.up("secure-events", "secure-learner", "secure-serve", "secure-prometheus");
            started.await("a prediction stands on the topic", this::hasPredictions);
            System.err.printf("ComposeSecureIT: %.1f s from `up` to the first prediction%n", started.seconds());
            HttpClient operator = client(true);
            HttpClient stranger = client(false);
            String up = at("PROMETHEUS_PORT", "/api/v1/query?query=sum(up)");
            for (String port : List.of("LEARNER_PORT", "SERVE_PORT")) {
                String ready = at(port, "/health/ready");
                started.await(
                        "a model that answers",
                        () -> started.get(stranger, ready).startsWith("200:"));
                assertKeyIsAsked(stranger, at(port, "/v1/tasks"), "operator-key", "click");
            }
            assertKeyIsAsked(
                    stranger, at("REGISTRY_PORT", "/apis/ccompat/v7/subjects"), "registry-token", "shop.click-value");
            started.await(
                    "Prometheus has the figures of both",
                    () -> started.get(operator, up).contains("\"2\"]"));
            assertThat(started.get(stranger, up)).as("who shows no certificate").isEmpty();
            assertNobodyElseReachesKafka();
            assertNothingWasSaid();
        }
    }

    private void assertKeyIsAsked(HttpClient client, String address, String key, String found) {
        assertThat(compose.get(client, address)).startsWith("401:");
        assertThat(compose.get(client, address, "Authorization", "Bearer " + secret(key)))
                .startsWith("200:")
                .contains(found);
    }

    private void assertNobodyElseReachesKafka() {
        Map<String, Object> wrong = kafka();
        wrong.put(
                "sasl.jaas.config",
                String.valueOf(wrong.get("sasl.jaas.config")).replaceFirst("password=\"", "password=\"not-"));
        assertThatThrownBy(() -> predictions(wrong)).hasCauseInstanceOf(SaslAuthenticationException.class);
        Map<String, Object> none = kafka();
        none.keySet().removeIf(name -> name.startsWith("sasl."));
        none.put("security.protocol", "SSL");
        assertThatThrownBy(() -> predictions(none)).hasCauseInstanceOf(TimeoutException.class);
    }

    /** No password, token or key, by anybody. */
    private void assertNothingWasSaid() throws Exception {
        String log = compose.log();
        assertThat(log).contains("secrets: everything is there").doesNotContain("does not allow");
        for (String volume : List.of("operator", "events", "learner", "serve", "prometheus", "kafka", "registry")) {
            for (String file : List.of("password", "registry-token", "operator-key", "prometheus-key")) {
                read(volume, file)
                        .ifPresent(secret ->
                                assertThat(log).as("%s of %s", file, volume).doesNotContain(secret));
            }
        }
    }

    private boolean hasPredictions() {
        try {
            return predictions(kafka()) > 0;
        } catch (ExecutionException | NoSuchElementException e) {
            return false; // not yet
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long predictions(Map<String, Object> settings) throws ExecutionException, InterruptedException {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("bootstrap.servers", "localhost:" + compose.port("KAFKA_PORT"));
        try (Admin admin = Admin.create(all)) {
            return admin.listOffsets(Map.of(PREDICTIONS, OffsetSpec.latest()))
                    .partitionResult(PREDICTIONS)
                    .get()
                    .offset();
        }
    }

    /** As the operator's file of properties says it. */
    private Map<String, Object> kafka() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(secret("kafka.properties")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        settings.remove("ssl.truststore.location");
        settings.put("ssl.truststore.certificates", secret("ca.crt"));
        settings.put("default.api.timeout.ms", 2_000);
        settings.put("request.timeout.ms", 2_000);
        return settings;
    }

    private String at(String port, String path) {
        return "https://localhost:" + compose.port(port) + path;
    }

    private String secret(String file) {
        return secrets.computeIfAbsent(file, name -> read("operator", name).orElseThrow());
    }

    private Optional<String> read(String volume, String file) {
        String mount = "%s_%s-secrets:/read:ro".formatted(compose.project(), volume);
        return Images.say(
                "docker",
                "run",
                "--rm",
                "--user",
                "0:0",
                "--entrypoint",
                "cat",
                "-v",
                mount,
                Compose.THALWEG,
                "/read/" + file);
    }

    /** One that trusts the authority, and shows the operator's certificate where it is asked for one. */
    private HttpClient client(boolean showsCertificate) throws GeneralSecurityException {
        try (DefaultSslEngineFactory pem = new DefaultSslEngineFactory()) {
            pem.configure(Map.of(
                    "ssl.protocol",
                    "TLSv1.3",
                    "ssl.enabled.protocols",
                    List.of("TLSv1.3"),
                    "ssl.cipher.suites",
                    List.of(),
                    "ssl.truststore.type",
                    "PEM",
                    "ssl.truststore.certificates",
                    new Password(secret("ca.crt")),
                    "ssl.keystore.type",
                    "PEM",
                    "ssl.keystore.certificate.chain",
                    new Password(secret("tls.crt")),
                    "ssl.keystore.key",
                    new Password(secret("tls.key"))));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(pem.keystore(), null);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(pem.truststore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(showsCertificate ? keys.getKeyManagers() : null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(context).build();
        }
    }
}

package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code COMPOSE_PROFILES=secure docker compose up}: who is known sees all of it work, and who is not, nothing. */
class ComposeSecureIT {
    private static final TopicPartition PREDICTIONS = new TopicPartition("thalweg.shop.predictions", 0);

    private static final List<String> VOLUMES = List.of(
            "authority",
            "kafka-secrets",
            "rights-secrets",
            "registry-secrets",
            "events-secrets",
            "learner-secrets",
            "serve-secrets",
            "prometheus-secrets",
            "grafana-secrets",
            "operator-secrets");
    private static final Pattern SECRET = Pattern.compile("(password|-key|-token|\\.key)$");

    @TempDir
    Path directory;

    private final Map<String, Map<String, String>> volumes = new LinkedHashMap<>();

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
            HttpClient stranger = client();
            for (String port : List.of("LEARNER_PORT", "SERVE_PORT")) {
                String ready = at(port, "/health/ready");
                started.await(
                        "a model that answers",
                        () -> started.get(stranger, ready).startsWith("200:"));
                assertKeyIsAsked(stranger, at(port, "/v1/tasks"), "operator-key", "click");
            }
            assertKeyIsAsked(
                    stranger, at("REGISTRY_PORT", "/apis/ccompat/v7/subjects"), "registry-token", "shop.click-value");
            String up = "/api/v1/query?query=sum(up)";
            started.await(
                    "Prometheus has the figures of both",
                    () -> askPrometheus("operator", "client", up).contains("\"2\"]"));
            assertPrometheusAnswersTwo();
            assertNobodyElseReachesKafka();
            assertRegistryHasItsOwnTopicsOnly();
            assertNothingWasSaid();
        }
    }

    private void assertKeyIsAsked(HttpClient client, String address, String key, String found) {
        String wrong = new StringBuilder(secret(key)).reverse().toString(); // who refuses one may say it in his log
        assertThat(compose.get(client, address)).startsWith("401:");
        assertThat(compose.get(client, address, "Authorization", "Bearer " + wrong))
                .startsWith("401:");
        assertThat(compose.get(client, address, "Authorization", "Bearer " + secret(key)))
                .startsWith("200:")
                .contains(found);
    }

    /** The same question thrice; a certificate of the authority that everybody has is not enough. */
    private void assertPrometheusAnswersTwo() {
        assertThat(askPrometheus("grafana", "client", "/-/ready")).contains("HTTP/1.0 200 OK");
        assertThat(askPrometheus("kafka", "tls", "/-/ready"))
                .contains(" alert ")
                .doesNotContain("HTTP/");
        assertThat(askPrometheus("operator", "", "/-/ready"))
                .contains(" alert ")
                .doesNotContain("HTTP/");
    }

    /** What it says to one who trusts the authority and shows a certificate, if one is named. */
    private String askPrometheus(String who, String certificate, String path) {
        String shown = certificate.isEmpty() ? "" : " -cert /read/%1$s.crt -key /read/%1$s.key".formatted(certificate);
        // A refusal comes within the second; a question on its way would make the connection end without a reason.
        String question = "sleep 1; printf 'GET %s HTTP/1.0\\r\\n\\r\\n'".formatted(path);
        return compose.inContainer(
                who + "-secrets",
                "secure",
                "(%s) | timeout 20 openssl s_client -quiet -verify_return_error -CAfile /read/ca.crt%s -connect %s 2>&1 || true"
                        .formatted(question, shown, "prometheus:9090 -verify_hostname prometheus"));
    }

    private void assertNobodyElseReachesKafka() throws Exception {
        Map<String, Object> wrong = kafka("operator", "not-" + secret("password"));
        assertThatThrownBy(() -> predictions(wrong)).hasCauseInstanceOf(SaslAuthenticationException.class);
        Map<String, Object> none = kafka("operator", secret("password"));
        none.keySet().removeIf(name -> name.startsWith("sasl."));
        none.put("security.protocol", "SSL");
        assertThatThrownBy(() -> predictions(none)).hasCauseInstanceOf(TimeoutException.class);
        assertThat(compose.log())
                .contains("invalid credentials with SASL mechanism SCRAM-SHA-512")
                .contains("Unexpected Kafka request of type METADATA during SASL handshake");
        assertThat(predictions(kafka("operator", secret("password")))).isPositive();
    }

    private void assertRegistryHasItsOwnTopicsOnly() throws Exception {
        Map<String, Object> registry =
                kafka("registry", file("registry-secrets", "password").strip());
        try (Admin admin = Admin.create(registry)) {
            assertThat(admin.describeTopics(List.of("kafkasql-journal"))
                            .allTopicNames()
                            .get())
                    .hasSize(1);
            assertThat(admin.describeConsumerGroups(List.of("apicurio-one")).describedGroups())
                    .hasSize(1)
                    .allSatisfy((group, future) ->
                            assertThatThrownBy(future::get).hasCauseInstanceOf(GroupIdNotFoundException.class));
            assertThatThrownBy(() -> admin.describeConsumerGroups(List.of("thalweg.shop.learn"))
                            .all()
                            .get())
                    .hasCauseInstanceOf(GroupAuthorizationException.class);
            assertThatThrownBy(() -> admin.describeTopics(List.of("shop.click"))
                            .allTopicNames()
                            .get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> admin.createTopics(List.of(new NewTopic("kafkasql-more", 1, (short) 1)))
                            .all()
                            .get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    /** No password, token or key, by anybody. */
    private void assertNothingWasSaid() throws Exception {
        String log = compose.log();
        assertThat(log)
                .contains("secrets: everything is there", "rights: 5 users")
                .doesNotContain("does not allow", "this has failed");
        Map<String, List<String>> secrets = new LinkedHashMap<>();
        for (String volume : VOLUMES) {
            files(volume).forEach((name, text) -> {
                if (SECRET.matcher(name).find()) {
                    secrets.put(volume + "/" + name, words(text));
                }
            });
        }
        assertThat(secrets)
                .hasSizeGreaterThan(20)
                .containsKeys("authority/ca.key", "kafka-secrets/password", "events-secrets/registry-token")
                .containsKeys("learner-secrets/operator-key", "serve-secrets/tls.key", "operator-secrets/client.key");
        secrets.forEach((name, words) -> assertThat(log).as(name).doesNotContain(words));
    }

    /** A secret's one line, or those of a key without what stands in every key. */
    private static List<String> words(String text) {
        List<String> words = text.lines()
                .filter(line -> !line.startsWith("-----") && line.length() >= 8)
                .toList();
        assertThat(words).isNotEmpty();
        return words;
    }

    private boolean hasPredictions() {
        try {
            return predictions(kafka("operator", secret("password"))) > 0;
        } catch (ExecutionException | NoSuchElementException e) {
            return false; // not yet
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long predictions(Map<String, Object> settings) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(settings)) {
            return admin.listOffsets(Map.of(PREDICTIONS, OffsetSpec.latest()))
                    .partitionResult(PREDICTIONS)
                    .get()
                    .offset();
        }
    }

    /** As the operator's file of properties says it, for anybody. */
    private Map<String, Object> kafka(String user, String password) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(secret("kafka.properties")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        settings.computeIfPresent(
                "sasl.jaas.config",
                (name, jaas) -> String.valueOf(jaas)
                        .replace("\"operator\"", '"' + user + '"')
                        .replace('"' + secret("password") + '"', '"' + password + '"'));
        settings.remove("ssl.truststore.location");
        settings.put("ssl.truststore.certificates", secret("ca.crt"));
        settings.put("bootstrap.servers", "localhost:" + compose.port("KAFKA_PORT"));
        settings.put("default.api.timeout.ms", 5_000);
        settings.put("request.timeout.ms", 5_000);
        return settings;
    }

    private String at(String port, String path) {
        return "https://localhost:" + compose.port(port) + path;
    }

    /** What the operator has. */
    private String secret(String name) {
        return file("operator-secrets", name).strip();
    }

    private String file(String volume, String name) {
        return Optional.ofNullable(files(volume).get(name)).orElseThrow();
    }

    private Map<String, String> files(String volume) {
        return volumes.computeIfAbsent(volume, compose::files);
    }

    /** One that trusts the authority and shows nothing. */
    private HttpClient client() throws GeneralSecurityException {
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
                    new Password(secret("ca.crt"))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(pem.truststore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(context).build();
        }
    }
}

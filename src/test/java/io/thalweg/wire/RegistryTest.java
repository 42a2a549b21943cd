package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a registry that says what it is told to say; the last answer is given again and again. */
@Timeout(60)
class RegistryTest {
    private static final String STRING = "{\"schema\":\"\\\"string\\\"\"}";
    private static final int HANDSHAKE_FAILURE = 40;
    private static final int BAD_CERTIFICATE = 42;
    private static final int UNKNOWN_CA = 48;
    private static final int ACCESS_DENIED = 49;
    private static final int PROTOCOL_VERSION = 70;
    private static final int INTERNAL_ERROR = 80;
    private static final int CERTIFICATE_REQUIRED = 116;
    private static final String NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}";

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final AtomicLong clock = new AtomicLong();
    private final HttpServer server = server();

    private record Answer(int status, String body) {}

    @Test
    void aSchemaIsAskedForOnce() throws UnknownSchemaException {
        Registry registry = registryThatAnswers(new Answer(200, STRING));
        assertThat(registry.schema(7).getType()).isEqualTo(Schema.Type.STRING);
        assertThat(registry.schema(7).getType()).isEqualTo(Schema.Type.STRING);
        assertThat(asked).hasSize(1);
        assertThat(said).isEmpty();
    }

    @Test
    void anUnknownIdIsForgottenAfterAWhile() throws UnknownSchemaException {
        Registry registry = registryThatAnswers(new Answer(404, NOT_FOUND), new Answer(200, STRING));
        assertThatThrownBy(() -> registry.schema(7))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("7");
        assertThatThrownBy(() -> registry.schema(7)).isInstanceOf(UnknownSchemaException.class);
        assertThat(asked).hasSize(1);
        clock.addAndGet(6_000_000_000L);
        assertThat(registry.schema(7).getType()).isEqualTo(Schema.Type.STRING);
    }

    @Test
    void anIdThatIsNoneIsUnknownHoweverTheRegistrySaysSo() {
        Registry registry = registryThatAnswers(new Answer(422, "{\"error_code\":42202,\"message\":\"no\"}"));
        assertThatThrownBy(() -> registry.schema(0)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> registry.schema(-3)).isInstanceOf(UnknownSchemaException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void anOutageIsWaitedForAndSaid() throws UnknownSchemaException {
        Registry registry = registryThatAnswers(
                new Answer(503, ""),
                new Answer(500, "{\"error_code\":50001,\"message\":\"Error in the backend data store\"}"),
                new Answer(200, STRING));
        assertThat(registry.schema(7).getType()).isEqualTo(Schema.Type.STRING);
        assertThat(said).hasSize(3);
        assertThat(said.get(1)).startsWith("waiting for the schema registry").contains("backend data store");
        assertThat(said.get(2)).contains("answers again");
    }

    @Test
    void nobodyThereIsWaitedForToo() throws Exception {
        Registry registry = registryThatAnswers(new Answer(200, STRING));
        InetSocketAddress address = server.getAddress();
        server.stop(0);
        List<Schema> found = Collections.synchronizedList(new ArrayList<>());
        var waiting = new Thread(() -> {
            try {
                found.add(registry.schema(7));
            } catch (UnknownSchemaException e) {
                throw new AssertionError(e);
            }
        });
        waiting.start();
        untilWaiting();
        HttpServer restarted = HttpServer.create(address, 0);
        restarted.createContext("/", this::answer);
        restarted.start();
        waiting.join();
        restarted.stop(0);
        assertThat(found).hasSize(1);
        assertThat(said.get(0)).contains("ConnectException");
    }

    @Test
    void whoClosesTheRegistryEndsTheWaiting() throws Exception {
        Registry registry = registryThatAnswers(new Answer(503, ""));
        Thread waiting = waiting(registry);
        registry.close();
        waiting.join();
        assertThat(said.get(said.size() - 1)).contains("closed while waiting");
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        Registry registry = registryThatAnswers(new Answer(503, ""));
        Thread waiting = waiting(registry);
        waiting.interrupt();
        waiting.join();
        assertThat(said.get(said.size() - 1)).contains("interrupted while waiting");
    }

    @Test
    void aWrongAddressIsNoOutage() {
        Registry registry = registryThatAnswers(new Answer(404, "<html>no such page</html>"));
        assertThatThrownBy(() -> registry.schema(7))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("is registry.url right?");
    }

    @Test
    void plainHttpInThePlaceOfTlsIsNoOutage() throws Exception {
        try (BrokenTls server = new BrokenTls("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
            Registry registry = new Registry(Map.of("url", server.url()), said::add);
            assertThatThrownBy(() -> registry.schema(7))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("is registry.url right?");
        }
    }

    @Test
    void aCertificateThatIsRefusedIsNoOutage() throws Exception {
        for (int refusal :
                List.of(BAD_CERTIFICATE, CERTIFICATE_REQUIRED, UNKNOWN_CA, ACCESS_DENIED, PROTOCOL_VERSION)) {
            try (BrokenTls server = new BrokenTls(BrokenTls.fatal(refusal))) {
                Registry registry = new Registry(Map.of("url", server.url()), said::add);
                assertThatThrownBy(() -> registry.schema(7))
                        .isInstanceOf(RegistryException.class)
                        .hasMessageContaining("see ssl.* below registry:");
            }
        }
    }

    @Test
    void aProxyForTlsWhoseRegistryIsJustStartingIsWaitedFor() throws Exception {
        List<byte[]> ends = List.of(BrokenTls.fatal(HANDSHAKE_FAILURE), BrokenTls.fatal(INTERNAL_ERROR), new byte[0]);
        for (byte[] end : ends) {
            said.clear();
            try (BrokenTls server = new BrokenTls(end)) {
                Registry registry = new Registry(Map.of("url", server.url()), said::add);
                Thread waiting = waiting(registry);
                assertThat(said.get(0))
                        .startsWith("waiting for the schema registry at " + server.url())
                        .contains("ssl.* below registry:");
                registry.close();
                waiting.join();
            }
        }
    }

    @Test
    void aProxyThatForgetsItsRegistryIsAnOutage() throws UnknownSchemaException {
        Registry registry = registryThatAnswers(
                new Answer(200, STRING), new Answer(404, "<html>no backend</html>"), new Answer(200, STRING));
        registry.schema(7);
        registry.schema(8);
        assertThat(said).hasSize(2);
    }

    @Test
    void aSchemaOfAnotherKindIsUnknown() {
        Registry registry = registryThatAnswers(new Answer(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}"));
        assertThatThrownBy(() -> registry.schema(7))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("PROTOBUF");
    }

    @Test
    void aSchemaThatIsNoneIsUnknown() {
        Registry registry = registryThatAnswers(new Answer(200, "{\"schema\":\"{]\"}"));
        assertThatThrownBy(() -> registry.schema(7)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void anIncompatibleSchemaIsRefusedWithAdvice() {
        Registry registry = registryThatAnswers(new Answer(409, "{\"error_code\":409,\"message\":\"incompatible\"}"));
        assertThatThrownBy(() -> registry.register("app.log-Tick", Schema.create(Schema.Type.INT)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("'app.log-Tick'")
                .hasMessageContaining("choose another topic");
    }

    @Test
    void whoMayOnlyReadUsesWhatIsRegistered() {
        Registry registry = registryThatAnswers(
                new Answer(403, "{\"error_code\":40301,\"message\":\"denied\"}"),
                new Answer(200, "{\"subject\":\"s\",\"version\":1,\"id\":33,\"schema\":\"\\\"int\\\"\"}"));
        assertThat(registry.register("s", Schema.create(Schema.Type.INT))).isEqualTo(33);
    }

    @Test
    void wrongCredentialsAreNoOutage() {
        Registry registry = registryThatAnswers(new Answer(401, ""));
        assertThatThrownBy(() -> registry.register("s", Schema.create(Schema.Type.INT)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("credentials");
    }

    @Test
    void settingsPassThrough() throws UnknownSchemaException {
        answers.add(new Answer(200, STRING));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("url", "http://nobody:nothing@127.0.0.1:1, " + url());
        settings.put("basic.auth.credentials.source", "USER_INFO");
        settings.put("basic.auth.user.info", "user:secret");
        new Registry(settings, said::add).schema(7);
        assertThat(asked).containsExactly("GET /schemas/ids/7 Basic dXNlcjpzZWNyZXQ=");
    }

    @Test
    void secretsAreNotSaid() {
        var settings = new RegistrySettings(Map.of("url", "http://user:secret@one:8081,http://two:8081"));
        assertThat(settings.place()).isEqualTo("http://one:8081,http://two:8081");
    }

    @Test
    void tlsKeysGetTheirPrefix() {
        var settings = new RegistrySettings(Map.of("url", "https://one", "ssl.truststore.location", "/t.jks"));
        assertThat(settings.ofClient()).containsEntry("schema.registry.ssl.truststore.location", "/t.jks");
    }

    @Test
    void badSettingsAreNamed() {
        assertThatThrownBy(() -> new Registry(Map.of(), said::add)).hasMessageContaining("registry.url is missing");
        assertThatThrownBy(() -> new Registry(Map.of("url", "localhost:8081"), said::add))
                .hasMessageContaining("must begin with http");
        assertThatThrownBy(() ->
                        new Registry(Map.of("url", "http://x", "basic.auth.credentials.source", "NOWHERE"), said::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be one of [USER_INFO");
    }

    private Thread waiting(Registry registry) throws InterruptedException {
        var waiting = new Thread(() -> {
            try {
                registry.register("s", Schema.create(Schema.Type.INT));
            } catch (RegistryException e) {
                said.add(e.getMessage());
            }
        });
        waiting.start();
        untilWaiting();
        return waiting;
    }

    private void untilWaiting() throws InterruptedException {
        while (said.isEmpty()) {
            Thread.sleep(5);
        }
    }

    private Registry registryThatAnswers(Answer... all) {
        answers.addAll(List.of(all));
        return new Registry(new RegistrySettings(Map.of("url", url())), said::add, clock::get);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private HttpServer server() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/", this::answer);
            made.start();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String credentials = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()
                + (credentials == null ? "" : " " + credentials));
        Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }
}

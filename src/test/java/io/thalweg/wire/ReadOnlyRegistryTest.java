package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schemas by their ids, from whoever speaks as a registry does. */
class ReadOnlyRegistryTest {
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            String body = switch (id) {
                case "6" -> "{\"error_code\":40403,\"message\":\"Schema not found\"}";
                case "7" -> "{\"schema\": \"\\\"long\\\"\"}";
                case "8" -> "{\"schema\": \"{\"}";
                default -> "{}";
            };
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            int status = id.equals("9") ? 401 : body.equals("{}") || id.equals("6") ? 404 : 200;
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String user) {
        return "http://" + user + "127.0.0.1:" + server.getAddress().getPort() + "/api/";
    }

    @Test
    void aSchemaIsAskedForOnce() throws Exception {
        Schemas schemas = new ReadOnlyRegistry(Map.of("url", url("")));
        assertThat(schemas.schema(7).toString()).isEqualTo("\"long\"");
        assertThat(schemas.schema(7).toString()).isEqualTo("\"long\"");
        assertThat(asked).containsExactly("/api/schemas/ids/7 null");
    }

    @Test
    void credentialsGoAlong() throws Exception {
        new ReadOnlyRegistry(Map.of("url", url("me:word@"))).schema(7);
        new ReadOnlyRegistry(Map.of("url", url("me:a^/@%2Fb@"))).schema(7);
        new ReadOnlyRegistry(Map.of("url", url(""), "basic.auth.user.info", "me:word")).schema(7);
        new ReadOnlyRegistry(Map.of("url", url(""), "bearer.auth.token", "abc")).schema(7);
        assertThat(asked)
                .containsExactly(
                        "/api/schemas/ids/7 Basic bWU6d29yZA==",
                        "/api/schemas/ids/7 Basic bWU6YV4vQC9i",
                        "/api/schemas/ids/7 Basic bWU6d29yZA==",
                        "/api/schemas/ids/7 Bearer abc");
    }

    @Test
    void whatCannotBeHadIsToldApart() {
        Schemas schemas = new ReadOnlyRegistry(Map.of("url", url("me:secret@")));
        assertThatThrownBy(() -> schemas.schema(6)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> schemas.schema(8))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("no Avro schema");
        assertThatThrownBy(() -> schemas.schema(5))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("answers 404; check url");
        assertThatThrownBy(() -> schemas.schema(9))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("answers 401")
                .hasMessageNotContaining("secret");
        server.stop(0);
        assertThatThrownBy(() -> schemas.schema(7))
                .isInstanceOf(RegistryAwayException.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theNextAddressIsAskedWhereOneIsAway() throws Exception {
        Schemas schemas = new ReadOnlyRegistry(Map.of("url", "http://127.0.0.1:1/x," + url("")));
        assertThat(schemas.schema(7).toString()).isEqualTo("\"long\"");
    }

    @Test
    void whatTakesTheRegistrysOwnClientIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReadOnlyRegistry(Map.of("url", url(""), "ssl.truststore.location", "x")))
                .withMessageContaining("registry.ssl.truststore.location")
                .withMessageContaining("javax.net.ssl.trustStore");
    }
}

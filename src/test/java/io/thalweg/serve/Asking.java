package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Somebody who asks a server, and reads what it answers. */
final class Asking {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Asking() {}

    /** What came back. */
    record Answer(int status, String type, JsonNode body, HttpResponse<String> raw) {
        /** Of a request that was answered well. */
        JsonNode good() {
            assertThat(status).as("%s", body).isEqualTo(200);
            return body;
        }

        /** The detail of a problem document of this kind; the document is well-formed. */
        String problem(Problem.Kind kind) {
            assertThat(body.path("type").asText()).as("%s", body).isEqualTo(kind.type());
            assertThat(status).isEqualTo(kind.status());
            assertThat(body.path("status").asInt()).isEqualTo(kind.status());
            assertThat(type).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(body.path("title").asText()).isNotBlank();
            return body.path("detail").asText();
        }
    }

    static Answer get(ThalwegServer server, String path) {
        return send(HttpRequest.newBuilder(server.uri().resolve(path)));
    }

    static Answer post(ThalwegServer server, String path, String json) {
        return send(posting(server.uri().resolve(path), json));
    }

    static HttpRequest.Builder posting(URI uri, String json) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    static Answer send(HttpRequest.Builder request) {
        return send(CLIENT, request);
    }

    static Answer send(HttpClient client, HttpRequest.Builder request) {
        try {
            HttpResponse<String> raw =
                    client.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
            String type = raw.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
            return new Answer(raw.statusCode(), type, JSON.readTree(raw.body()), raw);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever is asked is answered, well or with a problem, and changes nothing. */
class FuzzTest {
    private static final int ROUNDS = 3_000;
    private static final String GOOD = "{\"examples\":[{\"user\":\"u1\",\"price\":3.5,\"past\":[\"a\",\"b\"],"
            + "\"looks\":[1,2,3],\"at\":1700006400000},{\"user\":7}],\"tasks\":[\"click\"],\"minOffset\":2,"
            + "\"maxModelAge\":\"10s\"}";
    private static final List<String> SHREDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "-",
            "1e999",
            "0.1",
            "99999999999999999999",
            "\\u0000",
            "\\ud800",
            "\\",
            "\"examples\"",
            "\"features\"",
            "\"user\"",
            "\"clicked\"",
            "\"tasks\"",
            "\"maxModelAge\"",
            "{\"user\":",
            "[[[[",
            "NaN",
            "\u00fc",
            "/*x*/",
            " ",
            "\n",
            "\"at\":",
            "\"1s\"",
            "'");
    private static final List<String> PATHS = List.of(
            "/v1/score",
            "/v1/model",
            "/v1/tasks",
            "/v1/snapshots",
            "/health/ready",
            "/v1",
            "//",
            "/v1/score/",
            "/%2e%2e/x",
            "/v1/%73core",
            "/v1/score?tasks=x&%",
            "/openapi.json;x=1",
            "/\u00fc",
            "/v1/model?a=" + "b".repeat(500));
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW");
    private static final Set<Integer> GOOD_STATUS =
            Set.of(200, 400, 404, 405, 408, 413, 414, 415, 421, 422, 429, 431, 503);

    private final long seed = Long.getLong("thalweg.seed", 42);
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void nothingThatIsAskedDoesHarm() {
        Models models = Shop.models();
        models.swap(new Shop().learns(60).served(0, "click/dwell"));
        try (ThalwegServer server = Shop.serve(models, Shop.ANYWHERE)) {
            JsonNode before = Asking.post(server, "/v1/score", GOOD).good();
            int scored = 0;
            for (int i = 0; i < ROUNDS; i++) {
                byte[] body = body();
                String asked = new String(body, StandardCharsets.UTF_8);
                Asking.Answer answer =
                        Asking.send(HttpRequest.newBuilder(server.uri().resolve("/v1/score"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(body)));
                judge(answer, asked);
                scored += answer.status() == 200 ? 1 : 0;
            }
            for (int i = 0; i < ROUNDS / 10; i++) {
                elsewhere(server);
            }
            assertThat(scored).as("some are good (-Dthalweg.seed=%d)", seed).isBetween(1, ROUNDS - 1);
            assertThat(Asking.post(server, "/v1/score", GOOD).good()).isEqualTo(before);
        }
    }

    private void judge(Asking.Answer answer, String asked) {
        assertThat(GOOD_STATUS).as("-Dthalweg.seed=%d: %s", seed, asked).contains(answer.status());
        if (answer.status() != 200) {
            assertThat(answer.body().path("status").asInt()).as(asked).isEqualTo(answer.status());
            assertThat(answer.type()).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(answer.body().path("type").asText()).startsWith("urn:thalweg:problem:");
            assertThat(answer.raw().body()).doesNotContain("\tat ", "Exception", "io.thalweg", "jetty");
        }
    }

    private void elsewhere(ThalwegServer server) {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        String method = METHODS.get(random.nextInt(METHODS.size()));
        String said;
        try {
            said = Wire.say(
                    server,
                    "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
                            .formatted(method, path));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(said).as("%s %s (-Dthalweg.seed=%d)", method, path, seed).matches("(?s)HTTP/1.1 [24]\\d\\d .*");
    }

    /** A good request that was cut, shuffled, repeated or has shreds in it; or shreds alone. */
    private byte[] body() {
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "" : GOOD);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, SHREDS.get(random.nextInt(SHREDS.size())));
                case 1 -> text.delete(at, to);
                case 2 -> text.replace(at, to, SHREDS.get(random.nextInt(SHREDS.size())));
                default -> text.insert(random.nextInt(text.length() + 1), text.substring(at, to));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}

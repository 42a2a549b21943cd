package io.thalweg.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRoutesTest {
    private static final Path PAGE = Path.of("src/main/resources/io/thalweg/serve/page");

    private final PageScene scene = PageScene.after(5);
    private final PageHost host = new PageHost(scene);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        host.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(host.uri().resolve(path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    @Test
    void everyFileOfThePageIsAnsweredWithItsTypeAndAStrictPolicy() throws Exception {
        try (Stream<Path> files = Files.walk(PAGE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = PAGE.relativize(file).toString().replace('\\', '/');
                HttpResponse<String> answer = get(name.equals("index.html") ? "/" : "/page/" + name);
                assertThat(answer.statusCode()).as(name).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(Files.readString(file));
                assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                        .containsAnyOf("html", "css", "javascript", "svg", "plain");
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElseThrow())
                        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                        .doesNotContain("unsafe", "http");
            }
        }
    }

    @Test
    void nothingOnThePageComesFromElsewhere() throws Exception {
        try (Stream<Path> files = Files.walk(PAGE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("vendor")) {
                    assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
                            .as(file.toString())
                            .doesNotContain("http:", "https:", "innerHTML", "style=\"");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/Broadcast.class",
                "/page/..%2fPageRoutes.class",
                "/page/%2e%2e/%2e%2e/shop.yaml",
                "/page/vendor/..%5c..%5cpage.css",
                "/page/",
                "/index.html"
            })
    void noPathLeadsAnywhereElse(String path) throws Exception {
        assertThat(get(path).statusCode()).isBetween(400, 404);
    }

    @Test
    void anUnchangedFileIsNotSentAgain() throws Exception {
        String tag = get("/page/page.css").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again =
                http.send(request("/page/page.css").header("If-None-Match", tag).build(), BodyHandlers.ofString());
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void theFeedTellsTheWholeAndThenTheNews() throws Exception {
        HttpResponse<InputStream> feed = listen();
        assertThat(feed.statusCode()).isEqualTo(200);
        assertThat(feed.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(feed.body(), StandardCharsets.UTF_8))) {
            assertThat(event(lines)).startsWith("event: whole\ndata: {").contains("\"name\":\"click\"");
            scene.learn();
            assertThat(event(lines)).startsWith("event: news\ndata: {").contains("\"offset\":12000");
        }
    }

    private HttpResponse<InputStream> listen() throws Exception {
        return http.send(
                request("/v1/live").header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
    }

    private static String event(BufferedReader lines) {
        StringBuilder event = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                event.append(line).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return event.toString();
    }

    @Test
    void oneListenerTooManyIsRefusedWithAProblem() throws Exception {
        List<HttpResponse<InputStream>> feeds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            feeds.add(listen());
        }
        HttpResponse<String> refused = http.send(
                request("/v1/live").header("Accept", "text/event-stream").build(), BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
        for (HttpResponse<InputStream> feed : feeds) {
            feed.body().close();
        }
    }

    @Test
    void whoDoesNotWantEventsIsToldHowToAsk() throws Exception {
        HttpResponse<String> answer = get("/v1/live");
        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.body()).contains("text/event-stream");
    }
}

package io.thalweg.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import io.thalweg.serve.Liveness;
import io.thalweg.serve.ThalwegServer;
import io.thalweg.stream.StreamObserver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private static final ServeSettings ANY = ServeSettings.USUAL.at(new ListenAddress("127.0.0.1", 0));

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void aPrometheusReadsEverythingAndHowRequestsWereAnswered() throws Exception {
        try (Measured measured = new Measured(Path.of("."));
                ThalwegServer server = ThalwegServer.start(
                        ANY, List.of(new Liveness(), Measured.routes(measured).get(0)))) {
            get(server.uri().resolve("/health/live?token=secret"));
            get(server.uri().resolve("/no/such/path-of-many"));
            HttpResponse<String> scrape = get(server.uri().resolve("/metrics"));
            assertThat(scrape.headers().firstValue("content-type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(scrape.body()).contains("thalweg_routed_events_total 0.0");
            String body = scrape.body();
            for (int looks = 0; !body.contains("path=\"none\"") && looks < 100; looks++) { // told behind the answer
                LockSupport.parkNanos(20_000_000);
                body = get(server.uri().resolve("/metrics")).body();
            }
            assertThat(body)
                    .contains("thalweg_http_request_seconds_count{path=\"/health/live\",status=\"200\"} 1")
                    .contains("thalweg_http_request_seconds_count{path=\"none\",status=\"404\"} 1")
                    .doesNotContain("secret", "path-of-many");
        }
    }

    @Test
    void whereNobodyCanAskNothingIsMeasured() {
        assertThat(Measured.observer(null)).isSameAs(StreamObserver.NONE);
        assertThat(Measured.routes(null)).isEmpty();
    }
}

package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThalwegServerTest {
    private static final ServeSettings ANY = ServeSettings.USUAL.at(new ListenAddress("127.0.0.1", 0));

    @Test
    void itSaysThatItIsAlive() throws Exception {
        try (ThalwegServer server = ThalwegServer.start(ANY, List.of(new Liveness()))) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.uri().resolve("/health/live"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"live\"}");
        }
    }

    @Test
    void aTakenPortIsSaidWithTheRemedy() {
        try (ThalwegServer first = ThalwegServer.start(ANY, List.of())) {
            ListenAddress taken = new ListenAddress("127.0.0.1", first.uri().getPort());
            assertThatThrownBy(() -> ThalwegServer.start(ANY.at(taken), List.of()))
                    .isInstanceOf(ServeException.class)
                    .hasMessageContaining("cannot listen on " + taken)
                    .hasMessageContaining("--listen");
        }
    }
}

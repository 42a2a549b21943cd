package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.config.JavalinConfig;
import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThalwegServerTest {
    private static final ServeSettings ANY = ServeSettings.USUAL.at(new ListenAddress("127.0.0.1", 0));

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ends = new CountDownLatch(1);

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

    /** In a roll-out a server ends while it is asked. */
    @Test
    void whoIsBeingAnsweredGetsTheAnswerWhenItEnds() throws Exception {
        ThalwegServer server = ThalwegServer.start(ANY, List.of(this::slow));
        CompletableFuture<HttpResponse<String>> answer = askSlow(server);
        asked.await();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        while (listens(server)) {
            Thread.sleep(10);
        }
        Thread.sleep(2 * Listener.IDLE_AT_THE_END.toMillis());
        assertThat(closed).isNotDone();
        ends.countDown();
        assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("late");
        closed.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoIsAnsweredTooLateKeepsItFromEndingNoLonger() throws Exception {
        ThalwegServer server = ThalwegServer.start(ANY, List.of(this::slow));
        askSlow(server);
        asked.await();
        assertThatCode(server::close).doesNotThrowAnyException();
        assertThat(listens(server)).isFalse();
        ends.countDown();
    }

    /** As on a connection that is kept; the listener is left open, so that nothing races. */
    @Test
    void whoAsksWhileItEndsIsToldToAskElsewhere() {
        List<Server> jetty = new ArrayList<>();
        Routes look = routes -> routes.jetty.modifyServer(jetty::add);
        try (ThalwegServer server = ThalwegServer.start(ANY, List.of(look, new Liveness()))) {
            Asking.get(server, "/health/live").good();
            jetty.get(0).getDescendant(GracefulHandler.class).shutdown();
            assertThat(Asking.get(server, "/health/live").problem(Problem.Kind.ENDING))
                    .contains("another connection");
        }
    }

    /** Answers when the test lets it. */
    private void slow(JavalinConfig server) {
        server.routes.get("/slow", context -> {
            asked.countDown();
            ends.await();
            context.result("late");
        });
    }

    private static CompletableFuture<HttpResponse<String>> askSlow(ThalwegServer server) {
        HttpRequest request =
                HttpRequest.newBuilder(server.uri().resolve("/slow")).build();
        return HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    }

    private static boolean listens(ThalwegServer server) {
        try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health/live",
                "/health/ready",
                "/v1/model",
                "/v1/tasks",
                "/v1/score",
                "/openapi.json",
                "/nothing"
            })
    void headIsAnsweredAsGetIsWithoutTheBody(String path) throws Exception {
        try (ThalwegServer server = Shop.serve(Shop.models(), ANY)) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(path));
            HttpResponse<String> get = client.send(request.build(), BodyHandlers.ofString());
            HttpResponse<String> head =
                    client.send(request.method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
            assertThat(head.statusCode()).isEqualTo(get.statusCode());
            assertThat(fixed(head)).isEqualTo(fixed(get)).containsKey("content-type");
            assertThat(head.body()).isEmpty();
        }
    }

    private static Map<String, List<String>> fixed(HttpResponse<String> answer) {
        Map<String, List<String>> fixed = new TreeMap<>(answer.headers().map());
        fixed.remove("date");
        return fixed;
    }

    @Test
    void whoAsksInAnotherWayIsToldHowToAsk() {
        try (ThalwegServer server = Shop.serve(Shop.models(), ANY)) {
            Asking.Answer put = Asking.send(
                    HttpRequest.newBuilder(server.uri().resolve("/v1/model")).PUT(BodyPublishers.noBody()));
            assertThat(put.problem(Problem.Kind.METHOD_NOT_ALLOWED)).endsWith("GET, HEAD");
            assertThat(put.raw().headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void headersThatAreTooLargeAreSaidToBeThat() throws Exception {
        try (ThalwegServer server = ThalwegServer.start(ANY, List.of())) {
            String large = "GET / HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n".formatted("x".repeat(20_000));
            assertThat(Wire.say(server, large)).contains(" 431 ", "urn:thalweg:problem:headers-too-large");
            String longer = "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted("x".repeat(20_000));
            assertThat(Wire.say(server, longer)).contains(" 414 ", "urn:thalweg:problem:address-too-long");
        }
    }

    @Test
    void anErrorIsADefectThatIsTold() {
        Routes broken = routes -> routes.routes.get("/broken", context -> {
            throw new OutOfMemoryError("for a test");
        });
        try (ThalwegServer server = ThalwegServer.start(ANY, List.of(broken))) {
            assertThat(Asking.get(server, "/broken").problem(Problem.Kind.DEFECT))
                    .contains("log");
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

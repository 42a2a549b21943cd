package io.thalweg.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpBenchTest {
    private final AtomicLong answered = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    HttpBenchTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            answered.incrementAndGet();
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private HttpLoad load() {
        return new HttpLoad(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), 1);
    }

    @Test
    void asManyAreAskedAsShouldBe() {
        HttpLoad.Answers answers = load().evenly(List.of(HttpLoad.post("/echo", "{}")), 80);
        assertThat(answered.get()).isEqualTo(80);
        assertThat(answers.p50()).isPositive().isLessThanOrEqualTo(answers.p99());
        assertThat(answers.p99()).isLessThanOrEqualTo(answers.max());
    }

    @Test
    void whatIsAskedGreedilyIsCounted() {
        assertThat(load().greedily(List.of(HttpLoad.post("/echo", "{}")))).isPositive();
        assertThat(answered.get()).isPositive();
    }

    @Test
    void anAnswerThatIsNoneEndsIt() {
        assertThatThrownBy(() -> load().greedily(List.of(HttpLoad.get("/nowhere"))))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("404");
    }

    @Test
    void figuresStandBesideTheirGoals() {
        var slow = new HttpLoad.Answers(1, 12, 20);
        var quick = new HttpLoad.Answers(0.1, 2, 3);
        var figures = Map.of("linear", new HttpReport.Figures(quick, slow, 9_000, 70_000, 3));
        HttpReport report = new HttpReport(Machine.here(), new LoadPlan(2, 1), figures);
        assertThat(report.lines())
                .anySatisfy(line -> assertThat(line).contains("1 example", "p99   12.00 ms", "MISSES 10"))
                .anySatisfy(line -> assertThat(line).contains("210,000 scores/s", "goal 200,000"))
                .anySatisfy(line -> assertThat(line).contains("empty route", "9,000 answers/s"));
        assertThat(new String(HttpLoad.post("/echo", "{}"), StandardCharsets.UTF_8))
                .endsWith("Content-Length: 2\r\n\r\n{}");
    }
}

package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ServeSettings.Auth;
import io.thalweg.config.ServeSettings.Jwt;
import io.thalweg.config.ServeSettings.Limits;
import io.thalweg.serve.Problem.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may ask, how often, and how much. */
class GuardsTest {
    private static final String SECRET = "a-key-of-twenty-four-let";
    private static final String ISSUER = "https://id.example";
    private static final Limits LIMITS = ServeSettings.USUAL.limits();

    private static ServedModel model;
    private static RSAKey key;
    private static HttpServer issuer;

    @BeforeAll
    static void prepare() throws Exception {
        model = new Shop().learns(40).served(0, "");
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        byte[] jwks = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        issuer.start();
    }

    @AfterAll
    static void stop() {
        issuer.stop(0);
    }

    private static ThalwegServer serve(Optional<Auth> auth, Limits limits) {
        Models models = Shop.models();
        models.swap(model);
        return Shop.serve(models, new ServeSettings(Shop.ANYWHERE.listen(), Shop.ANYWHERE.tls(), auth, limits));
    }

    private static ThalwegServer guarded() {
        Jwt jwt = new Jwt(
                ISSUER,
                "thalweg",
                URI.create(
                        "http://127.0.0.1:%d/keys".formatted(issuer.getAddress().getPort())));
        return serve(Optional.of(new Auth.Required(Map.of("ranker", SECRET), Optional.of(jwt))), LIMITS);
    }

    private static Asking.Answer ask(ThalwegServer server, String authorization) {
        return Asking.send(Asking.posting(server.uri().resolve("/v1/score"), "{\"features\":{}}")
                .header("Authorization", authorization));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("thalweg")
                .subject("ranking-service")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static String token(JWTClaimsSet.Builder claims) throws JOSEException {
        return token(claims, JWSAlgorithm.RS256, new RSASSASigner(key));
    }

    private static String token(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, JWSSigner signer)
            throws JOSEException {
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID("k1").build(), claims.build());
        jwt.sign(signer);
        return "Bearer " + jwt.serialize();
    }

    @Test
    void keysAndTokensLetIn() throws Exception {
        try (ThalwegServer server = guarded()) {
            ask(server, "Bearer " + SECRET).good();
            ask(server, "bearer " + SECRET).good();
            ask(server, "Basic " + base64("ranker:" + SECRET)).good();
            ask(server, token(claims())).good();
        }
    }

    @Test
    void nothingElseDoesAndTheAnswerSaysNothingOfIt() throws Exception {
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("k1").generate();
        byte[] shared = key.toRSAPublicKey().getEncoded();
        try (ThalwegServer server = guarded()) {
            assertRefused(Asking.post(server, "/v1/score", "{}"), "show a key or a token");
            assertRefused(ask(server, "Bearer " + SECRET + "x"), "neither a key that is configured here nor a token");
            assertRefused(ask(server, "Bearer"), "neither a key");
            assertRefused(ask(server, "Basic " + base64("other:" + SECRET)), "no key of a client");
            assertRefused(ask(server, "Basic " + base64("ranker")), "no key of a client");
            assertRefused(ask(server, "Basic %%%"), "no key of a client");
            assertRefused(ask(server, "Digest x"), "no key of a client");
            Date past = Date.from(Instant.now().minusSeconds(600));
            assertRefused(ask(server, token(claims().expirationTime(past))), "the token has expired");
            assertRefused(ask(server, token(claims().expirationTime(null))), "the token is not good");
            assertRefused(ask(server, token(claims().audience("other"))), "the token is not good");
            assertRefused(ask(server, token(claims().issuer("https://evil.example"))), "the token is not good");
            assertRefused(ask(server, token(claims().subject(null))), "the token is not good");
            assertRefused(
                    ask(server, token(claims(), JWSAlgorithm.RS256, new RSASSASigner(stranger))),
                    "the token is not good");
            assertRefused(
                    ask(server, token(claims(), JWSAlgorithm.HS256, new MACSigner(shared))), "the token is not good");
            assertRefused(ask(server, "Bearer " + new PlainJWT(claims().build()).serialize()), "the token is not good");
        }
    }

    private static void assertRefused(Asking.Answer answer, String why) {
        assertThat(answer.problem(Kind.UNAUTHENTICATED)).contains(why);
        assertThat(answer.raw().headers().firstValue("WWW-Authenticate")).contains(Clients.CHALLENGE);
        assertThat(answer.raw().body()).doesNotContain(SECRET, "ranker");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everythingIsGuardedButHealth() {
        try (ThalwegServer server = guarded()) {
            for (String path :
                    new String[] {"/", "/v1/model", "/v1/tasks", "/v1/snapshots", "/openapi.json", "/x/../y"}) {
                assertRefused(Asking.get(server, path), "show a key or a token");
            }
            Asking.get(server, "/health/live").good();
            Asking.get(server, "/health/ready").good();
        }
    }

    @Test
    void anIssuerThatIsAwayIsNoRefusal() throws Exception {
        Jwt away = new Jwt(ISSUER, "thalweg", URI.create("http://127.0.0.1:1/keys"));
        try (ThalwegServer server =
                serve(Optional.of(new Auth.Required(Map.of("ranker", SECRET), Optional.of(away))), LIMITS)) {
            assertThat(ask(server, token(claims())).problem(Kind.KEYS_AWAY))
                    .isEqualTo("the token cannot be judged now");
            ask(server, "Bearer " + SECRET).good();
        }
    }

    @Test
    void aClientThatAsksTooOftenIsToldSo() {
        try (ThalwegServer server = serve(Optional.empty(), new Limits(4_096, 3, 4, 100))) {
            for (int i = 0; i < 3; i++) {
                Asking.get(server, "/v1/model").good();
            }
            Asking.Answer answer = Asking.get(server, "/v1/model");
            for (int i = 0; answer.status() == 200 && i < 100; i++) { // a slow machine lets the bucket fill again
                answer = Asking.get(server, "/v1/model");
            }
            assertThat(answer.problem(Kind.TOO_MANY_REQUESTS)).contains("may ask 3 times a second");
            assertThat(answer.raw().headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void ratesAreOfEachClientAndFillAgain() {
        long[] now = {0};
        Rates rates = new Rates(2, () -> now[0]);
        assertThat(rates.admits("a")).isTrue();
        assertThat(rates.admits("a")).isTrue();
        assertThat(rates.admits("a")).isFalse();
        assertThat(rates.admits("b")).isTrue();
        now[0] = 500_000_000;
        assertThat(rates.admits("a")).isTrue();
        assertThat(rates.admits("a")).isFalse();
        for (int i = 0; i < 2 * Rates.MOST; i++) {
            rates.admits("client " + i);
        }
        assertThat(rates.admits("a")).as("forgotten").isTrue();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAnnouncedOrNot() {
        try (ThalwegServer server = serve(Optional.empty(), new Limits(4_096, 1_000, 4, 100))) {
            byte[] large = new byte[20_000_000];
            URI score = server.uri().resolve("/v1/score");
            for (var body : new HttpRequest.BodyPublisher[] {
                BodyPublishers.ofByteArray(large), BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large))
            }) {
                Asking.Answer answer = Asking.send(HttpRequest.newBuilder(score)
                        .header("Content-Type", "application/json")
                        .POST(body));
                assertThat(answer.problem(Kind.TOO_LARGE)).contains("4096 bytes");
            }
            String fits = "{\"features\":{}" + " ".repeat(4_096 - 15) + "}";
            Asking.post(server, "/v1/score", fits).good();
            assertThat(Asking.post(server, "/v1/score", fits + " ").problem(Kind.TOO_LARGE))
                    .isNotBlank();
        }
    }

    @Test
    void onlyJsonIsTaken() {
        try (ThalwegServer server = serve(Optional.empty(), LIMITS)) {
            URI score = server.uri().resolve("/v1/score");
            for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"}) {
                assertThat(Asking.send(HttpRequest.newBuilder(score)
                                        .header("Content-Type", type)
                                        .POST(BodyPublishers.ofString("{\"features\":{}}")))
                                .problem(Kind.MEDIA_TYPE_NOT_SUPPORTED))
                        .contains("application/json");
            }
            Asking.send(HttpRequest.newBuilder(score)
                            .header("Content-Type", "Application/JSON; charset=utf-8")
                            .POST(BodyPublishers.ofString("{\"features\":{}}")))
                    .good();
        }
    }

    @Test
    void anotherNameForThisMachineIsRefusedUnlessAuthIsSettled() throws IOException {
        String evil = "GET /v1/model HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
        try (ThalwegServer server = serve(Optional.empty(), LIMITS)) {
            assertThat(Wire.say(server, evil)).startsWith("HTTP/1.1 421").contains("urn:thalweg:problem:misdirected");
        }
        try (ThalwegServer server = serve(Optional.of(new Auth.None()), LIMITS)) {
            assertThat(Wire.say(server, evil)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whatIsNotThereIsAProblemToo() throws IOException {
        try (ThalwegServer server = serve(Optional.empty(), LIMITS)) {
            assertThat(Asking.get(server, "/v1/nothing").problem(Kind.NOT_FOUND))
                    .contains("/openapi.json");
            assertThat(Asking.get(server, "/v1/score").problem(Kind.METHOD_NOT_ALLOWED))
                    .contains("POST");
            for (String bad : new String[] {
                "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(40_000) + "\r\n\r\n",
            }) {
                String answer = Wire.say(server, bad);
                assertThat(answer).as(bad.substring(0, 8)).matches("(?s)HTTP/1.1 4\\d\\d .*");
                assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
                assertThat(answer)
                        .contains("\"type\":\"urn:thalweg:problem:")
                        .doesNotContain("Jetty", "root:", "\tat ");
            }
            Asking.get(server, "/health/live").good();
        }
    }
}

package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.config.ServeSettings.Auth;
import io.thalweg.config.ServeSettings.Jwt;
import io.thalweg.config.ServeSettings.Limits;
import io.thalweg.config.ServeSettings.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be written at {@code serve:} and {@code fusion:}. */
class ServeSectionTest {
    private static final String SECRET = "0123456789abcdef-ranker";
    private static final String SHOP = """
            app: shop
            time: at
            features: { user: { type: categorical } }
            tasks:
              click: { topic: shop, label: clicked, loss: logistic }
              dwell: { topic: shop, label: dwell_s, loss: huber }
            """;

    private static ThalwegConfig shop(String more) {
        return ThalwegConfig.parse(SHOP + more, "shop.yaml", Map.of("KEY", SECRET, "SHORT", "tiny"));
    }

    private static List<String> complaints(String more) {
        return catchThrowableOfType(ConfigException.class, () -> shop(more)).problems();
    }

    @Test
    void nothingIsServedWhereNobodySaysSo() {
        assertThat(shop("").serve()).isEmpty();
        assertThat(shop("").fusion()).isEmpty();
    }

    @Test
    void everythingHasAUsualValueOnThisMachine() {
        assertThat(shop("serve: {}").serve()).contains(ServeSettings.USUAL);
        assertThat(shop("serve: { listen: \"[::1]:9\" }").serve().orElseThrow().listen())
                .isEqualTo(new ListenAddress("::1", 9));
    }

    @Test
    void everythingCanBeSaid() {
        ServeSettings read = shop("""
                serve:
                  listen: 0.0.0.0:443
                  tls: { certificate: cert.pem, key: key.pem }
                  auth:
                    keys: { ranker: "${KEY}" }
                    jwt: { issuer: "https://id.example", audience: thalweg, jwks: "https://id.example/keys" }
                  limits: { body: 2^16, rate: 100, concurrent: 8, connections: 50 }
                """).serve().orElseThrow();
        assertThat(read)
                .isEqualTo(new ServeSettings(
                        new ListenAddress("0.0.0.0", 443),
                        Optional.of(new Tls.Files(Path.of("cert.pem"), Path.of("key.pem"))),
                        Optional.of(new Auth.Required(
                                Map.of("ranker", SECRET),
                                Optional.of(new Jwt(
                                        "https://id.example", "thalweg", URI.create("https://id.example/keys"))))),
                        new Limits(65_536, 100, 8, 50)));
        assertThat(read.toString()).contains("ranker").doesNotContain(SECRET);
    }

    @Test
    void whatOthersCanReachNeedsAGuardOrTheWordNone() {
        assertThat(complaints("serve: { listen: 0.0.0.0:8080 }"))
                .containsExactly(
                        "line 7: serve.listen 0.0.0.0:8080 can be reached by others, and there is no serve.tls: give it"
                                + " a certificate and its key as PEM files, or write 'tls: none' if something before the"
                                + " server encrypts",
                        "line 7: serve.listen 0.0.0.0:8080 can be reached by others, and there is no serve.auth: give"
                                + " it keys or jwt, or write 'auth: none' if everybody may ask");
        ServeSettings open = shop("serve: { listen: 0.0.0.0:8080, tls: none, auth: none }")
                .serve()
                .orElseThrow();
        assertThat(open.tls()).contains(new Tls.None());
        assertThat(open.auth()).contains(new Auth.None());
        assertThat(open.complaints()).isEmpty();
        assertThat(ServeSettings.USUAL.complaints()).isEmpty();
        assertThat(ServeSettings.USUAL.at(new ListenAddress("0.0.0.0", 1)).complaints())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "serve: { listem: 1 };there is no key serve.listem (did you mean 'listen'?)",
                "serve: { listen: 8080 };serve.listen: '8080' is no address to listen on; allowed is HOST:PORT",
                "serve: { tls: off };serve.tls must be none, or a block with the keys certificate, key, got 'off'",
                "serve: { tls: { certificate: c } };serve.tls.key is missing: a PEM file",
                "serve: { auth: yes };serve.auth must be none, or a block with keys, jwt or both, got 'yes'",
                "serve: { auth: {} };serve.auth names nobody who may ask",
                "serve: { auth: { keys: {} } };serve.auth.keys must have at least one client",
                "serve: { auth: { keys: { a: '${SHORT}' } } };serve.auth.keys.a must be 16 to 512 visible ASCII"
                        + " characters, got (hidden)",
                "serve: { auth: { keys: { a: '${KEY}', b: '${KEY}' } } };serve.auth.keys.b is the same key as another",
                "serve: { auth: { keys: { a: '${GONE}' } } };needs the environment variable GONE",
                "serve: { auth: { jwt: { issuer: i, audience: a, jwks: 'http://far/keys' } } };serve.auth.jwt.jwks must"
                        + " begin with https://",
                "serve: { auth: { jwt: { issuer: i, jwks: 'https://far/keys' } } };serve.auth.jwt.audience is missing",
                "serve: { limits: { rate: 0 } };serve.limits.rate must be a whole number from 1",
                "fusion: 1/0;fusion must read at least one task's score, got '1/0'",
                "fusion: clack^2;fusion: 'clack^2' cannot be read at position 1: there is no task 'clack'",
            })
    void whatCannotBeIsExplained(String line, String complaint) {
        assertThat(complaints(line)).singleElement().asString().contains(complaint);
    }

    @Test
    void neitherIsPartOfTheModelAndKeysAreShownNowhere() {
        ThalwegConfig served = shop("serve: { auth: { keys: { ranker: '${KEY}' } } }\nfusion: click * dwell\n");
        assertThat(served.fusion().orElseThrow().tasks()).containsExactly("click", "dwell");
        assertThat(served.fingerprint()).isEqualTo(shop("").fingerprint());
        assertThat(served.lane().configuration()).doesNotContain("serve", "fusion");
        assertThat(served.toString()).contains("ranker: \"(hidden)\"").doesNotContain(SECRET);
    }
}

package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where passwords and keys come from, and that they stay where they are. */
class SecretsTest {
    private static final String SHOP = """
            app: shop
            time: at
            features: { user: { type: categorical } }
            tasks: { click: { topic: shop, label: clicked, loss: logistic } }
            """;
    private static final String HARD = "a \"b\\c'; d=${e}";

    @TempDir
    private Path directory;

    private static ThalwegConfig shop(String more) {
        return ThalwegConfig.parse(SHOP + more, "shop.yaml", Map.of("PW", "s3cret", "HARD", HARD, "JAAS", "x y;"));
    }

    private static List<String> complaints(String more) {
        return catchThrowableOfType(ConfigException.class, () -> shop(more)).problems();
    }

    private static Object kafka(String property, String value) {
        return shop("kafka:\n  " + property + ": '" + value + "'\n").kafka().get(property);
    }

    @Test
    void aFileIsPutInPlaceWithoutItsLastLineEnd() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "from a file \n");
        assertThat(kafka("ssl.key.password", "${file:" + file + "}")).isEqualTo("from a file ");
        Path pem = Files.writeString(directory.resolve("key.pem"), "-----BEGIN\nabc\n-----END\n");
        assertThat(kafka("ssl.keystore.key", "${file:" + pem + "}")).isEqualTo("-----BEGIN\nabc\n-----END");
    }

    @Test
    void aFileThatCannotBeUsedIsNamed() throws IOException {
        Path gone = directory.resolve("gone");
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        Path latin = Files.write(directory.resolve("latin"), "é".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.writeString(directory.resolve("large"), "x".repeat((1 << 20) + 1));
        assertThat(complaints("kafka: { ssl.key.password: '${file:%s}' }".formatted(gone)))
                .containsExactly(
                        "line 5: kafka.ssl.key.password needs the file '%s', which does not exist".formatted(gone));
        assertThat(complaints("kafka: { a: '${file:%s}' }".formatted(empty)).toString())
                .contains("which is empty");
        assertThat(complaints("kafka: { a: '${file:%s}' }".formatted(latin)).toString())
                .contains("which is not UTF-8 text");
        assertThat(complaints("kafka: { a: '${file:%s}' }".formatted(large)).toString())
                .contains("which is larger than 1,048,576 bytes");
        assertThat(complaints("kafka: { a: '${file:%s}' }".formatted(directory)).toString())
                .contains("which cannot be read (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka: { ssl.keystore.password: hunter2 }",
                "kafka: { consumer.ssl.truststore.password: hunter2 }",
                "kafka: { ssl.keystore.key: hunter2 }",
                "kafka: { sasl.oauthbearer.client.credentials.client.secret: hunter2 }",
                "kafka: { ssl.key.password: [hunter2, x] }",
                "kafka: { ssl.key.password: '$${hunter2}' }",
                "kafka: { sasl.jaas.config: 'o.a.ScramLoginModule required username=\"me\" password=\"hunter2\";' }",
                "kafka: { sasl.jaas.config: 'Login required username=\"${PW}\" password=hunter2;' }",
                "kafka: { producer.sasl.jaas.config: 'Login required clientId=\"me\" clientSecret=\"hunter2\";' }",
                "registry: { url: 'http://me:hunter2@there:8081' }",
                "registry: { url: 'http://r:1', basic.auth.user.info: 'me:hunter2' }",
                "registry: { url: 'http://r:1', bearer.auth.token: hunter2 }",
                "registry: { url: 'http://r:1', ssl.keystore.password: hunter2 }",
                "serve: { auth: { keys: { a: 'hunter2-hunter2-hunter2' } } }"
            })
    void aSecretInTheFileItselfIsRefused(String line) {
        assertThat(complaints(line))
                .isNotEmpty()
                .allSatisfy(complaint -> assertThat(complaint)
                        .contains("has a secret in the file itself; write ${NAME}", "${file:PATH}")
                        .doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.keystore.location: /etc/thalweg/keystore.p12",
                "ssl.truststore.type: PEM",
                "sasl.oauthbearer.token.endpoint.url: https://id/token",
                "sasl.jaas.config: Krb5LoginModule required useKeyTab=true storeKey=true keyTab=\"/k\" principal=\"p\";",
                "sasl.jaas.config: OAuthBearerLoginModule required;",
                "sasl.jaas.config: ScramLoginModule required tokenauth=\"true\";",
                "sasl.jaas.config: OAuthBearerLoginModule required oauth.token.endpoint.uri=\"https://id/token\";",
                "sasl.jaas.config: Krb5LoginModule required storePass=true;",
                "sasl.mechanism: SCRAM-SHA-512"
            })
    void whatIsNoSecretMayStandThere(String line) {
        int colon = line.indexOf(": ");
        assertThat(kafka(line.substring(0, colon), line.substring(colon + 2))).isEqualTo(line.substring(colon + 2));
    }

    @Test
    void aPasswordInALoginModulesOptionsMayHaveAnyCharacters() {
        Object jaas = kafka("sasl.jaas.config", "org.Login required username=\"me\" password=\"${HARD}\" x=\"$${y}\";");
        var options = JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password((String) jaas)))
                .configurationEntries()
                .get(0)
                .getOptions();
        assertThat(options.get("password")).isEqualTo(HARD);
        assertThat(options.get("username")).isEqualTo("me");
        assertThat(options.get("x")).isEqualTo("${y}");
        assertThat(kafka("sasl.jaas.config", "${JAAS}")).isEqualTo("x y;");
    }

    @Test
    void aReferenceOutsideOfQuotesIsRefusedThere() {
        assertThat(complaints("kafka: { sasl.jaas.config: 'Login required password=${HARD};' }"))
                .containsExactly("line 5: kafka.sasl.jaas.config has a ${...} outside of double quotes, where its"
                        + " characters could mean something else; write password=\"${NAME}\"");
    }

    @ParameterizedTest
    @CsvSource({"kafka.ssl.key.password, kafka", "registry.bearer.auth.token, registry"})
    void nothingOfASecretIsInTheRedactedText(String path, String block) {
        String url = block.equals("registry") ? "url: 'http://r:1', " : "";
        ThalwegConfig config = shop("%s: { %s%s: 'x${PW}' }".formatted(block, url, path.substring(block.length() + 1)));
        assertThat(config.redacted()).contains("\"(hidden)\"").doesNotContain("s3cret");
        assertThat(config.lane().configuration()).doesNotContain("s3cret");
    }
}

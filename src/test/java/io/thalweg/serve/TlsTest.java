package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.config.ServeSettings;
import io.thalweg.config.ServeSettings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path directory;

    /** A key pair of each kind, as PEM files. */
    @BeforeAll
    static void makeKeys() throws Exception {
        for (String algorithm : List.of("RSA", "EC")) {
            Path file = directory.resolve(algorithm + ".p12");
            keytool(
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    new String(PASSWORD),
                    "-validity",
                    "2");
            KeyStore store = store(algorithm);
            Key key = store.getKey("server", PASSWORD);
            Certificate certificate = store.getCertificate("server");
            Files.writeString(pem(algorithm, "key"), pemOf("PRIVATE KEY", key.getEncoded()));
            Files.writeString(pem(algorithm, "certificate"), pemOf("CERTIFICATE", certificate.getEncoded()));
        }
    }

    private static Path pem(String algorithm, String what) {
        return directory.resolve(algorithm + "." + what);
    }

    private static String pemOf(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
    }

    private static KeyStore store(String algorithm) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(directory.resolve(algorithm + ".p12"))) {
            store.load(stream, PASSWORD);
        }
        return store;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> line = new java.util.ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(line).inheritIO().start().waitFor()).isZero();
    }

    private static ServeSettings settings(Path certificate, Path key) {
        return new ServeSettings(
                Shop.ANYWHERE.listen(),
                Optional.of(new Tls.Files(certificate, key)),
                Optional.empty(),
                Shop.ANYWHERE.limits());
    }

    private static HttpClient trusting(String algorithm) throws Exception {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("server", store(algorithm).getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void whatIsAnsweredIsEncrypted(String algorithm) throws Exception {
        try (ThalwegServer server =
                Shop.serve(Shop.models(), settings(pem(algorithm, "certificate"), pem(algorithm, "key")))) {
            assertThat(server.uri().getScheme()).isEqualTo("https");
            Asking.send(trusting(algorithm), HttpRequest.newBuilder(server.uri().resolve("/health/live")))
                    .good();
            assertThatThrownBy(() -> Asking.get(server, "/health/live")).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aChangedCertificateIsShownToNewConnectionsOnceItsKeyIsThereToo() throws Exception {
        Path certificate = Files.copy(pem("RSA", "certificate"), directory.resolve("shown.certificate"));
        Path key = Files.copy(pem("RSA", "key"), directory.resolve("shown.key"));
        try (ThalwegServer server = Shop.serve(Shop.models(), settings(certificate, key))) {
            assertThat(isShownTo(trusting("RSA"), server)).isTrue();
            HttpClient other = trusting("EC");
            assertThat(isShownTo(other, server)).isFalse();
            Files.copy(pem("EC", "certificate"), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(pem("EC", "key"), key, StandardCopyOption.REPLACE_EXISTING);
            for (int i = 0; i < 600 && !isShownTo(other, server); i++) {
                Thread.sleep(100);
            }
            assertThat(isShownTo(other, server)).isTrue();
            assertThat(isShownTo(trusting("RSA"), server)).isFalse();
        }
    }

    private static boolean isShownTo(HttpClient client, ThalwegServer server) {
        try {
            Asking.send(client, HttpRequest.newBuilder(server.uri().resolve("/health/live")))
                    .good();
            return true;
        } catch (UncheckedIOException e) {
            assertThat(e).hasRootCauseInstanceOf(GeneralSecurityException.class);
            return false;
        }
    }

    @Test
    void whatIsNoCertificateOrKeyIsExplainedWithoutShowingIt() throws IOException {
        Path certificate = pem("RSA", "certificate");
        Path key = pem("RSA", "key");
        Path old = Files.writeString(directory.resolve("old.key"), pemOf("RSA PRIVATE KEY", new byte[100]));
        Path odd = Files.writeString(directory.resolve("odd.key"), pemOf("PRIVATE KEY", new byte[100]));
        Path gone = directory.resolve("gone");
        assertThatThrownBy(() -> Shop.serve(Shop.models(), settings(gone, key)))
                .isInstanceOf(ServeException.class)
                .hasMessage("serve.tls cannot be used: there is no file " + gone);
        assertThatThrownBy(() -> Shop.serve(Shop.models(), settings(certificate, old)))
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        assertThatThrownBy(() -> Shop.serve(Shop.models(), settings(certificate, odd)))
                .hasMessageContaining("neither RSA nor EC nor Ed25519");
        assertThatThrownBy(() -> Shop.serve(Shop.models(), settings(certificate, pem("EC", "key"))))
                .hasMessageContaining("EC.key is not the key of the first certificate in ");
        assertThatThrownBy(() -> Shop.serve(Shop.models(), settings(key, key)))
                .hasMessageContaining("serve.tls cannot be used");
    }
}

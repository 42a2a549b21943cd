package io.thalweg.serve;

import io.thalweg.config.ServeSettings.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What a TLS server shows, read from PEM files. */
final class Certificate {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Certificate() {}

    /** @throws ServeException if the files cannot be used; says why, and nothing of the key */
    static SslContextFactory.Server read(Tls.Files files) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] nothing = new char[0];
            store.setKeyEntry("server", key(files.key()), nothing, chain(files.certificate()));
            SslContextFactory.Server factory = new SslContextFactory.Server();
            factory.setKeyStore(store);
            factory.setKeyStorePassword("");
            factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new ServeException("serve.tls cannot be used: " + e.getMessage(), e);
        }
    }

    private static java.security.cert.Certificate[] chain(Path file) throws GeneralSecurityException, IOException {
        var found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)));
        if (found.isEmpty()) {
            throw new GeneralSecurityException(file + " has no certificate in it (-----BEGIN CERTIFICATE-----)");
        }
        return found.toArray(java.security.cert.Certificate[]::new);
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        Matcher pem = KEY.matcher(new String(bytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new GeneralSecurityException(file
                    + " has no PKCS#8 key in it (-----BEGIN PRIVATE KEY-----); 'openssl pkcs8 -topk8 -nocrypt -in OLD"
                    + " -out NEW' makes one of another form");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // one of the next kind, then
            }
        }
        throw new GeneralSecurityException(file + " has a key in it that is neither RSA nor EC nor Ed25519");
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }
}

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
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What a TLS server shows, read from PEM files: the same if the files have the same in them. */
record Certificate(List<java.security.cert.Certificate> chain, PrivateKey key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] NOTHING = {};

    /** @throws ServeException if the files cannot be used; says why, and nothing of the key */
    static Certificate read(Tls.Files files) {
        try {
            Certificate read = new Certificate(chain(files.certificate()), key(files.key()));
            if (!read.isPair()) {
                throw new GeneralSecurityException(
                        "%s is not the key of the first certificate in %s".formatted(files.key(), files.certificate()));
            }
            return read;
        } catch (GeneralSecurityException | IOException e) {
            throw new ServeException("serve.tls cannot be used: " + e.getMessage(), e);
        }
    }

    private boolean isPair() throws GeneralSecurityException {
        String scheme = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        PublicKey open = chain.get(0).getPublicKey();
        if (!open.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(scheme);
        signature.initSign(key);
        signature.update(NOTHING);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(NOTHING);
        return signature.verify(signed);
    }

    SslContextFactory.Server factory() {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setKeyStore(store());
        factory.setKeyStorePassword("");
        factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        return factory;
    }

    /** As Jetty wants it. */
    KeyStore store() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], chain.toArray(java.security.cert.Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new ServeException("serve.tls cannot be used: " + e.getMessage(), e);
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "a certificate and its key";
    }

    private static List<java.security.cert.Certificate> chain(Path file) throws GeneralSecurityException, IOException {
        var found = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes(file)));
        if (found.isEmpty()) {
            throw new GeneralSecurityException(file + " has no certificate in it (-----BEGIN CERTIFICATE-----)");
        }
        return List.copyOf(found);
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

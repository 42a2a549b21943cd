package io.thalweg.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority and what it has certified, made for one test: stores in PKCS12 and PEM files. */
final class Certificates {
    private static final String AUTHORITY = "authority";

    private final Path directory;
    private final Path all;
    private final String password;

    /** @param password of every store */
    Certificates(Path directory, String password) {
        this.directory = directory;
        this.password = password;
        all = directory.resolve("all.p12");
        try {
            Files.createDirectories(directory);
            keytool("-genkeypair", "-alias", AUTHORITY, "-dname", "CN=" + AUTHORITY, "-ext", "bc:c", "-validity", "9");
            KeyStore trust = empty();
            trust.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
            save(trust, trust());
            Files.writeString(trustPem(), pem("CERTIFICATE", load().getCertificate(AUTHORITY)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A key pair of a name, certified for this machine as server and client. */
    void issue(String name) {
        issue(name, "-validity", "2");
    }

    /** One whose time was over yesterday. */
    void issueExpired(String name) {
        issue(name, "-startdate", "-3d", "-validity", "2");
    }

    private void issue(String name, String... validity) {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-signer", AUTHORITY));
        arguments.addAll(List.of("-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1,dns:localhost"));
        arguments.addAll(List.of(validity));
        keytool(arguments.toArray(String[]::new));
        try {
            KeyStore one = empty();
            KeyStore made = load();
            Certificate[] chain = made.getCertificateChain(name);
            java.security.Key key = made.getKey(name, password.toCharArray());
            one.setKeyEntry(name, key, password.toCharArray(), chain);
            save(one, store(name));
            StringBuilder text = new StringBuilder();
            for (Certificate certificate : chain) {
                text.append(pem("CERTIFICATE", certificate));
            }
            Files.writeString(certificate(name), text);
            Files.writeString(key(name), pem("PRIVATE KEY", key.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of(arguments));
        line.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12"));
        line.addAll(List.of("-keystore", all.toString(), "-storepass", password));
        try {
            int exit = new ProcessBuilder(line).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("keytool ended with " + exit);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        return load(all);
    }

    private KeyStore load(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            store.load(stream, password.toCharArray());
        }
        return store;
    }

    private void save(KeyStore store, Path file) throws GeneralSecurityException, IOException {
        try (OutputStream stream = Files.newOutputStream(file)) {
            store.store(stream, password.toCharArray());
        }
    }

    private static String pem(String what, Certificate certificate) throws GeneralSecurityException {
        return pem(what, certificate.getEncoded());
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
    }

    /** What a server of that name shows, and whom it asks to show something. */
    SSLContext context(String name) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(store(name)), password.toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(trust()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String password() {
        return password;
    }

    Path store(String name) {
        return directory.resolve(name + ".p12");
    }

    Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    Path key(String name) {
        return directory.resolve(name + ".key");
    }

    Path trust() {
        return directory.resolve("trust.p12");
    }

    Path trustPem() {
        return directory.resolve("trust.crt");
    }
}

package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks through everything below a directory for what must not be there, and for what must, to be sure that it looks.
 */
final class Secrecy {
    /** What its administrator settles: no program of ours writes it. */
    private static final String TOLD_TO_THE_BROKER = "/broker/__cluster_metadata-0/";

    private Secrecy() {}

    /** False for one that its program has taken away meanwhile. */
    private static boolean has(Path file, List<String> texts) throws IOException {
        try {
            String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
            return texts.stream().anyMatch(bytes::contains);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Files below {@code directory} with {@code text} in them, byte for byte. */
    private static List<Path> with(Path directory, List<String> texts) {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(TOLD_TO_THE_BROKER))
                    .toList()) {
                if (has(file, texts)) {
                    found.add(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /**
     * Nothing that a run wrote has a secret in it: configuration, log, report, state, topics with their headers and
     * snapshots, what the registry stores, what was answered over HTTP.
     *
     * @param known a text that is in logs and on topics
     */
    static void assertKept(SecureCluster cluster, Path directory, String known) {
        List<String> secrets = new ArrayList<>(cluster.issuer.given());
        secrets.add(SecureCluster.MARK);
        secrets.add(Base64.getEncoder().encodeToString(("shop:" + SecureCluster.REGISTRY).getBytes(UTF_8)));
        try {
            secrets.add(Files.readAllLines(cluster.certificates.key("mutual-learner"))
                    .get(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(with(directory, secrets)).containsExactly(cluster.certificates.key("mutual-learner"));
        assertThat(with(directory, List.of(known)).toString()).contains("run.log", "/broker/");
    }
}

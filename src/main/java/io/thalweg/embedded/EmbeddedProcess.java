package io.thalweg.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What broker and registry have in common: a directory, ports, and a child JVM that is started again if they were
 * taken.
 */
final class EmbeddedProcess {
    private static final int ATTEMPTS = 3;

    private EmbeddedProcess() {}

    /** A child that is ready, and the ports it was given. */
    record Started(ChildJvm child, int[] ports) {}

    /** How to run the child on the given ports. */
    interface OnPorts {
        ChildJvm.Command command(int[] ports);
    }

    static Started start(Path directory, int portCount, OnPorts onPorts) {
        for (int attempt = 1; ; attempt++) {
            int[] ports = choosePorts(directory, portCount);
            ChildJvm.Command command = onPorts.command(ports);
            Optional<ChildJvm> child = ChildJvm.start(command);
            if (child.isPresent()) {
                return new Started(child.get(), ports);
            }
            boolean portsWereTaken = !Ports.areFree(ports);
            if (!portsWereTaken || attempt == ATTEMPTS) {
                throw new IllegalStateException("the embedded %s ended before it was ready; its log is %s"
                        .formatted(command.name(), command.log()));
            }
        }
    }

    private static int[] choosePorts(Path directory, int count) {
        try {
            Files.createDirectories(directory);
            return new Ports(directory).choose(count);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot keep the state of the embedded parts in %s: %s".formatted(directory, e.getMessage()), e);
        }
    }
}

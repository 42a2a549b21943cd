package io.thalweg.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Free loopback ports, remembered in a directory so that a restart there listens where it did before. */
final class Ports {
    /*
     * Not the operating system's own choice (port 0): that comes from the range of outgoing connections, so between
     * our choice and the child's bind any client may take it, and one that keeps calling a broker that is down may even
     * connect to itself and hold the port for good. Below that range only another server competes.
     */
    private static final Path OUTGOING = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LOWEST = 20_000;
    private static final int USUAL_OUTGOING = 32_768;
    private static final int TRIES = 1_000;

    private final Path file;

    Ports(Path directory) {
        this.file = directory.resolve("ports");
    }

    /** The ports of the last time if all are free, otherwise new ones. */
    int[] choose(int count) throws IOException {
        int[] last = remembered();
        int[] ports = last.length == count && areFree(last) ? last : free(count);
        List<String> lines = new ArrayList<>();
        for (int port : ports) {
            lines.add(Integer.toString(port));
        }
        Files.write(file, lines, US_ASCII);
        return ports;
    }

    static boolean areFree(int... ports) {
        for (int port : ports) {
            try (ServerSocket socket = bind(port)) {
                if (socket.getLocalPort() != port) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    private int[] remembered() throws IOException {
        if (!Files.exists(file)) {
            return new int[0];
        }
        try {
            return Files.readAllLines(file, US_ASCII).stream()
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            return new int[0];
        }
    }

    private static int[] free(int count) throws IOException {
        SplittableRandom candidates =
                new SplittableRandom(System.nanoTime() ^ ProcessHandle.current().pid());
        int end = firstOutgoing();
        int[] ports = new int[count];
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int tries = 0; held.size() < count; tries++) {
                try {
                    ServerSocket socket = bind(tries < TRIES ? candidates.nextInt(LOWEST, end) : 0);
                    ports[held.size()] = socket.getLocalPort();
                    held.add(socket);
                } catch (BindException e) {
                    if (tries > TRIES) {
                        throw e;
                    }
                }
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }

    private static int firstOutgoing() throws IOException {
        if (!Files.isReadable(OUTGOING)) {
            return USUAL_OUTGOING;
        }
        int first =
                Integer.parseInt(Files.readString(OUTGOING, US_ASCII).strip().split("\\s+", -1)[0]);
        return first > LOWEST ? first : USUAL_OUTGOING;
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}

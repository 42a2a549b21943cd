package io.thalweg.app.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask a server on this machine, each over a connection of its own that stays open. */
final class HttpLoad {
    private static final double NANOS = 1e9;
    private static final int CLIENTS = 8; // at an even pace; one waits while another's answer is late
    private static final int GREEDY = 2;

    private final URI server;
    private final int seconds;

    /** Milliseconds from when a request was due to the end of its answer. */
    record Answers(double p50, double p99, double max) {
        static Answers of(List<long[]> nanos) {
            Sample millis =
                    Sample.of(nanos.stream().flatMapToLong(Arrays::stream).mapToDouble(each -> each / 1e6));
            return new Answers(millis.quantile(0.5), millis.quantile(0.99), millis.quantile(1));
        }
    }

    HttpLoad(URI server, int seconds) {
        this.server = server;
        this.seconds = seconds;
    }

    static byte[] get(String path) {
        return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] post(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.formatted(path, body.length).getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** The requests in turn, so many a second, whether the answers keep up or not. */
    Answers evenly(List<byte[]> requests, int perSecond) {
        long begin = System.nanoTime() + 100_000_000;
        int count = perSecond * seconds / CLIENTS;
        return Answers.of(together(CLIENTS, client -> {
            long[] nanos = new long[count];
            try (Connection connection = new Connection(server)) {
                for (int i = 0; i < count; i++) {
                    long number = (long) i * CLIENTS + client;
                    long due = begin + (long) (number / (double) perSecond * NANOS);
                    for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                        LockSupport.parkNanos(early);
                    }
                    connection.ask(requests.get((int) (number % requests.size())));
                    nanos[i] = System.nanoTime() - due;
                }
            }
            return nanos;
        }));
    }

    /** The requests in turn, each as soon as the one before is answered; how many a second. */
    double greedily(List<byte[]> requests) {
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * NANOS);
        List<long[]> counts = together(GREEDY, client -> {
            long answers = 0;
            try (Connection connection = new Connection(server)) {
                for (int i = client; System.nanoTime() < end; i += GREEDY) {
                    connection.ask(requests.get(i % requests.size()));
                    answers++;
                }
            }
            return new long[] {answers};
        });
        return counts.stream().mapToLong(count -> count[0]).sum() / ((System.nanoTime() - begin) / NANOS);
    }

    private interface Client {
        long[] run(int number) throws IOException;
    }

    private static List<long[]> together(int clients, Client client) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<long[]>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                running.add(threads.submit(() -> client.run(number)));
            }
            List<long[]> found = new ArrayList<>();
            for (Future<long[]> one : running) {
                found.add(one.get());
            }
            return found;
        } catch (ExecutionException e) {
            throw new BenchException("a client could not go on: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        } finally {
            threads.shutdownNow();
        }
    }

    /** One client's, which only wants to know that it was answered well. */
    private static final class Connection implements AutoCloseable {
        private static final String LENGTH = "content-length:";

        private final Socket socket;
        private final InputStream in;

        Connection(URI server) throws IOException {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        void ask(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            String status = line();
            if (!status.contains(" 200")) {
                throw new IOException("the server answered " + status);
            }
            int length = -1;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                    length = Integer.parseInt(header.substring(LENGTH.length()).trim());
                }
            }
            if (length >= 0) {
                in.skipNBytes(length);
            } else {
                skipChunks();
            }
        }

        private void skipChunks() throws IOException {
            int size;
            do {
                size = Integer.parseInt(line(), 16);
                in.skipNBytes(size);
                line();
            } while (size > 0);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int one = in.read(); one != '\n'; one = in.read()) {
                if (one < 0) {
                    throw new IOException("the server closed the connection");
                }
                if (one != '\r') {
                    line.append((char) one);
                }
            }
            return line.toString();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

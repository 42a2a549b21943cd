package io.thalweg.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Ends every handshake, with an alert (RFC 8446, section 6), with some other answer or without a word. */
final class BrokenTls implements AutoCloseable {
    private final ServerSocket server;
    private final byte[] answer;

    BrokenTls(byte... answer) throws IOException {
        this.answer = answer;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "broken tls");
        thread.setDaemon(true);
        thread.start();
    }

    static byte[] fatal(int alert) {
        return new byte[] {21, 3, 3, 0, 2, 2, (byte) alert};
    }

    String url() {
        return "https://127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream()
                        .read(new byte[1 << 14]); // the greeting; unread bytes would reset the connection
                socket.getOutputStream().write(answer);
            } catch (IOException e) {
                // they have gone, or the server has
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

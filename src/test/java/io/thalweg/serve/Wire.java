package io.thalweg.serve;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** What a browser would not say. */
final class Wire {
    private static final int PATIENCE_MILLIS = 20_000;

    private Wire() {}

    static Socket connect(ThalwegServer server) throws IOException {
        Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** Says something and answers what comes back before the connection closes. */
    static String say(ThalwegServer server, String text) throws IOException {
        try (Socket socket = connect(server)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return heard(socket);
        }
    }

    /** What comes until the connection ends or the answer's end is seen. */
    static String heard(Socket socket) throws IOException {
        byte[] bytes = new byte[1 << 16];
        int length = 0;
        try {
            for (int count = 0; count >= 0 && length < bytes.length; length += Math.max(count, 0)) {
                String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
                if (text.contains("\r\n\r\n{") && text.endsWith("}")) {
                    break;
                }
                count = socket.getInputStream().read(bytes, length, bytes.length - length);
            }
        } catch (SocketTimeoutException e) {
            // it says nothing more
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}

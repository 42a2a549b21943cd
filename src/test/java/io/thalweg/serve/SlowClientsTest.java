package io.thalweg.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ServeSettings;
import io.thalweg.config.ServeSettings.Limits;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients who take their time, and clients who are many. */
class SlowClientsTest {
    private static final int CONCURRENT = 4;

    private static ThalwegServer serve(int connections) {
        Limits limits = new Limits(4_096, 10_000, CONCURRENT, connections);
        Models models = Shop.models();
        models.swap(new Shop().learns(20).served(0, ""));
        return Shop.serve(
                models, new ServeSettings(Shop.ANYWHERE.listen(), Shop.ANYWHERE.tls(), Shop.ANYWHERE.auth(), limits));
    }

    /** Sends byte after byte, half a second apart, until the server has had enough; answers what it said. */
    private static String drip(Socket socket, String head, String drop) throws Exception {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 60; i++) {
            try {
                socket.getOutputStream().write(drop.getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException e) {
                return "";
            }
            if (socket.getInputStream().available() > 0) {
                return Wire.heard(socket);
            }
            Thread.sleep(500);
        }
        throw new AssertionError("the server never lost its patience");
    }

    @Test
    void headersThatNeverEndLoseTheirConnection() throws Exception {
        try (ThalwegServer server = serve(100);
                Socket socket = Wire.connect(server)) {
            assertThat(drip(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "y"))
                    .isEmpty();
            Asking.get(server, "/health/live").good();
        }
    }

    @Test
    void aBodyThatDripsIsRefused() throws Exception {
        String head = "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 4000\r\n\r\n";
        try (ThalwegServer server = serve(100);
                Socket socket = Wire.connect(server)) {
            assertThat(drip(socket, head, " ")).startsWith("HTTP/1.1 408").contains("urn:thalweg:problem:too-slow");
            Asking.post(server, "/v1/score", "{\"features\":{}}").good();
        }
    }

    /** What belongs to a chunk's head is no content, and nobody reads it. */
    @Test
    void aBodyOfNothingButFramingLosesItsConnection() throws Exception {
        String head = "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1;";
        try (ThalwegServer server = serve(100);
                Socket socket = Wire.connect(server)) {
            drip(socket, head, "x");
            Asking.post(server, "/v1/score", "{\"features\":{}}").good();
        }
    }

    @Test
    void bodiesThatDoNotComeAreRefusedAndKeepNobodyFromTheRest() throws Exception {
        String head = "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 4000\r\n\r\n{";
        List<Socket> crowd = new ArrayList<>();
        try (ThalwegServer server = serve(100)) {
            for (int i = 0; i < 60; i++) {
                Socket one = Wire.connect(server);
                crowd.add(one);
                one.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            }
            while (waiting(crowd).size() > CONCURRENT) {
                Thread.sleep(10);
            }
            Asking.get(server, "/health/live").good();
            List<Socket> silent = waiting(crowd);
            assertThat(silent).as("still waited for").isNotEmpty().hasSizeLessThanOrEqualTo(CONCURRENT);
            assertThat(Wire.heard(silent.get(0))).startsWith("HTTP/1.1 408").contains("urn:thalweg:problem:too-slow");
        } finally {
            crowd.forEach(SlowClientsTest::close);
        }
    }

    /** Those who have not been answered. */
    private static List<Socket> waiting(List<Socket> crowd) throws IOException {
        List<Socket> waiting = new ArrayList<>();
        for (Socket one : crowd) {
            if (one.getInputStream().available() == 0) {
                waiting.add(one);
            }
        }
        return waiting;
    }

    @Test
    void idleConnectionsMakeRoomForOthers() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (ThalwegServer server = serve(20)) {
            for (int i = 0; i < 60; i++) {
                crowd.add(Wire.connect(server));
            }
            Asking.post(server, "/v1/score", "{\"features\":{}}").good();
        } finally {
            for (Socket one : crowd) {
                close(one);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed already
        }
    }
}

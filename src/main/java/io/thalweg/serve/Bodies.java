package io.thalweg.serve;

import io.javalin.http.Context;
import io.thalweg.serve.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;

/** Reads bodies that are not larger and do not come slower than they may. */
final class Bodies {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int PIECE = 64 << 10; // at first, whatever length is announced

    private final int most;

    Bodies(int most) {
        this.most = most;
    }

    /** A body; the array may be longer. */
    record Body(byte[] bytes, int length) {}

    Body json(Context context) {
        String type = context.contentType();
        if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
            throw new ProblemException(
                    Kind.MEDIA_TYPE_NOT_SUPPORTED, "send it as JSON, with 'Content-Type: application/json'");
        }
        String coding = context.header("Content-Encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw new ProblemException(Kind.MEDIA_TYPE_NOT_SUPPORTED, "send it as it is, without a Content-Encoding");
        }
        long announced = context.req().getContentLengthLong();
        try (Upload upload = new Upload(context)) {
            if (announced > most) {
                throw context.header("Expect") == null ? tooLarge(upload) : tooLarge();
            }
            return read(upload, announced);
        } catch (IOException e) {
            throw new ProblemException(Kind.MALFORMED, "the body did not come to its end");
        }
    }

    private Body read(Upload upload, long announced) throws IOException {
        byte[] bytes = new byte[announced < 0 ? PIECE : (int) Math.min(PIECE, announced + 1)];
        int length = 0;
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (int count = 0; count >= 0; length += count) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, most + 1L));
            }
            count = upload.read(end, bytes, length);
            if (count < 0) {
                break;
            }
            if (length + count > most) {
                throw tooLarge(upload);
            }
        }
        return new Body(bytes, length);
    }

    /**
     * What a client sends. Who sends nothing is told so in time; who sends what is no content, such as parts of a
     * chunk's head, is cut off a moment later.
     */
    private static final class Upload implements AutoCloseable {
        private final InputStream from;
        private final EndPoint client;
        private final long idle;
        private final Scheduler.Task end;
        private long patience;

        Upload(Context context) throws IOException {
            from = context.req().getInputStream();
            ConnectionMetaData connection = ServletContextRequest.getServletContextRequest(context.req())
                    .getConnectionMetaData();
            client = connection.getConnection().getEndPoint();
            idle = client.getIdleTimeout();
            patience = idle;
            end = connection
                    .getConnector()
                    .getScheduler()
                    .schedule(client::close, PATIENCE_NANOS + 2 * LINGER_NANOS, TimeUnit.NANOSECONDS);
        }

        /** As {@link InputStream#read}, and no longer than until {@code end}, whether something comes or nothing. */
        int read(long end, byte[] into, int at) throws IOException {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw tooSlow();
            }
            patience = left;
            client.setIdleTimeout(left);
            try {
                return from.read(into, at, into.length - at);
            } catch (IOException e) {
                if (e.getCause() instanceof TimeoutException) {
                    throw tooSlow();
                }
                throw e;
            }
        }

        /** The connection may be idle for as long as before, unless the server has begun to end. */
        @Override
        public void close() {
            end.cancel();
            if (client.getIdleTimeout() == patience) {
                client.setIdleTimeout(idle);
            }
        }
    }

    private static ProblemException tooSlow() {
        return new ProblemException(
                Kind.TOO_SLOW,
                "a body may take %d s to come".formatted(TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)));
    }

    private ProblemException tooLarge(Upload rest) {
        letGo(rest);
        return tooLarge();
    }

    /** Lets go by what comes within a moment: a client whose connection ends while it sends sees no answer. */
    void letGo(Context context) {
        try (Upload upload = new Upload(context)) {
            letGo(upload);
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static void letGo(Upload rest) {
        byte[] gone = new byte[PIECE];
        long end = System.nanoTime() + LINGER_NANOS;
        try {
            while (rest.read(end, gone, 0) >= 0) {
                // a body of any size takes no memory
            }
        } catch (IOException | ProblemException e) {
            // the client has gone, waits for the answer, or has more than it will get rid of
        }
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                Kind.TOO_LARGE, "a request may have %d bytes (serve.limits.body); send several".formatted(most));
    }
}

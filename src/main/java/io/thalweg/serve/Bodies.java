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

/** Reads bodies that are not larger and do not come slower than they may. */
final class Bodies {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int FIRST = 64 << 10; // more only when that much has come: a length is easily announced

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
        long announced = context.req().getContentLengthLong();
        EndPoint client = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        long idle = client.getIdleTimeout();
        try {
            InputStream from = context.req().getInputStream();
            if (announced > most) {
                throw context.header("Expect") == null ? tooLarge(from, client) : tooLarge();
            }
            return read(from, announced, client);
        } catch (IOException e) {
            throw new ProblemException(Kind.MALFORMED, "the body did not come to its end");
        } finally {
            client.setIdleTimeout(idle);
        }
    }

    private Body read(InputStream from, long announced, EndPoint client) throws IOException {
        byte[] bytes = new byte[announced < 0 ? FIRST : (int) Math.min(FIRST, announced + 1)];
        int length = 0;
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (int count = 0; count >= 0; length += count) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, most + 1L));
            }
            count = readUntil(end, from, bytes, length, client);
            if (count < 0) {
                break;
            }
            if (length + count > most) {
                throw tooLarge(from, client);
            }
        }
        return new Body(bytes, length);
    }

    /** As {@link InputStream#read}, and no longer than until {@code end}, whether something comes or nothing. */
    private static int readUntil(long end, InputStream from, byte[] bytes, int at, EndPoint client) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            throw tooSlow();
        }
        client.setIdleTimeout(left);
        try {
            return from.read(bytes, at, bytes.length - at);
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooSlow();
            }
            throw e;
        }
    }

    private static ProblemException tooSlow() {
        return new ProblemException(
                Kind.TOO_SLOW,
                "a body may take %d s to come".formatted(TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)));
    }

    /** Lets go by what comes within a moment: a client whose connection ends while it sends sees no answer. */
    private ProblemException tooLarge(InputStream rest, EndPoint client) {
        byte[] gone = new byte[FIRST];
        long end = System.nanoTime() + LINGER_NANOS;
        try {
            while (readUntil(end, rest, gone, 0, client) >= 0) {
                // a body of any size takes no memory
            }
        } catch (IOException | ProblemException e) {
            return tooLarge(); // the client has gone, waits for the answer, or has more than it will get rid of
        }
        return tooLarge();
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                Kind.TOO_LARGE, "a request may have %d bytes (serve.limits.body); send several".formatted(most));
    }
}

package io.thalweg.serve;

import io.javalin.http.Context;
import io.thalweg.serve.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Reads bodies that are not larger and do not come slower than they may. */
final class Bodies {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int FIRST = 16 << 10;

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
        try {
            InputStream from = context.req().getInputStream();
            if (announced > most) {
                throw context.header("Expect") == null ? tooLarge(from) : tooLarge();
            }
            return read(from, announced);
        } catch (IOException e) {
            throw new ProblemException(Kind.MALFORMED, "the body did not come to its end");
        }
    }

    private Body read(InputStream from, long announced) throws IOException {
        byte[] bytes = new byte[announced < 0 ? FIRST : (int) announced + 1];
        int length = 0;
        long start = System.nanoTime();
        for (int count = 0; count >= 0; length += count) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * length, most + 1L));
            }
            count = from.read(bytes, length, bytes.length - length);
            if (count < 0) {
                break;
            }
            if (length + count > most) {
                throw tooLarge(from);
            }
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new ProblemException(
                        Kind.TOO_SLOW,
                        "a body may take %d s to come".formatted(TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)));
            }
        }
        return new Body(bytes, length);
    }

    /** Lets go by what comes within a moment: a client whose connection ends while it sends sees no answer. */
    private ProblemException tooLarge(InputStream rest) {
        byte[] gone = new byte[FIRST];
        long start = System.nanoTime();
        try {
            while (rest.read(gone) >= 0 && System.nanoTime() - start < LINGER_NANOS) {
                // a body of any size takes no memory
            }
        } catch (IOException e) {
            return tooLarge(); // the client has gone, or waits for the answer
        }
        return tooLarge();
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                Kind.TOO_LARGE, "a request may have %d bytes (serve.limits.body); send several".formatted(most));
    }
}

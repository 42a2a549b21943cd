package io.thalweg.serve.page;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.thalweg.serve.Routes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code GET /} and the files of the page, and {@code GET /v1/live}, its feed: server-sent events {@code whole},
 * {@code news} and {@code beat}, each with one JSON object.
 */
public final class PageRoutes implements Routes {
    public static final String FEED = "/v1/live";

    private final PageFiles files = new PageFiles();
    private final Broadcast broadcast;

    public PageRoutes(Broadcast broadcast) {
        this.broadcast = broadcast;
    }

    @Override
    public void addTo(JavalinConfig server) {
        for (String path : files.paths()) {
            server.routes.get(path, context -> files.answer(path, context));
        }
        server.routes.get(FEED, this::feed);
    }

    private void feed(Context context) throws IOException {
        String accepted = context.header("Accept");
        if (accepted == null || !accepted.contains("text/event-stream")) {
            refuse(context, 406, "This is a stream of events", "Ask for it with 'Accept: text/event-stream'.");
            return;
        }
        Optional<Broadcast.Seat> seat = broadcast.seat();
        if (seat.isEmpty()) {
            context.header("Retry-After", "10");
            refuse(
                    context,
                    503,
                    "Too many pages are open",
                    "This server shows its page to %d at a time; close one, or come again."
                            .formatted(broadcast.most()));
            return;
        }
        stream(context, seat.get());
    }

    /** In the request's own thread, of which there are no more than seats: writing waits for who listens. */
    private static void stream(Context context, Broadcast.Seat seat) throws IOException {
        try {
            context.res().setContentType("text/event-stream");
            context.res().setCharacterEncoding("UTF-8");
            context.res().setHeader("Cache-Control", "no-store");
            context.res().setHeader("X-Accel-Buffering", "no"); // or nginx would keep it back
            context.res().flushBuffer();
            OutputStream out = context.res().getOutputStream();
            seat.tell((event, data) -> {
                out.write(("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            });
        } finally {
            seat.leave();
        }
    }

    private static void refuse(Context context, int status, String title, String detail) {
        context.status(status)
                .contentType("application/problem+json")
                .result("{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}".formatted(title, status, detail));
    }
}

package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.thalweg.serve.Problem.Kind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem document of everything that goes wrong, whoever finds it. */
final class Problems implements Routes {
    private static final Problem NOT_FOUND = new Problem(Kind.NOT_FOUND, "/openapi.json says what can be asked");
    private static final Problem TOO_LARGE = new Problem(Kind.TOO_LARGE, "it is larger than the server takes");
    private static final Problem DEFECT = new Problem(Kind.DEFECT, "the log of the server says more; please report it");
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @Override
    public void addTo(JavalinConfig server) {
        server.routes.exception(
                ProblemException.class, (e, context) -> e.problem().answer(context));
        server.routes.exception(HttpResponseException.class, Problems::answer);
        server.routes.exception(Exception.class, (e, context) -> {
            log.error("a request to {} met a defect", context.endpoint().path, e); // the path as written in the code
            DEFECT.answer(context);
        });
        server.router.javaLangErrorHandler(Problems::answer);
        server.jetty.modifyServer(jetty -> jetty.setErrorHandler(new OfJetty()));
    }

    private static void answer(HttpResponseException e, Context context) {
        Problem problem = switch (e.getStatus()) {
            case 404 -> NOT_FOUND;
            case 405 -> notAllowed(e.getDetails().getOrDefault("availableMethods", ""), context);
            case 413 -> TOO_LARGE;
            default -> new Problem(e.getStatus() < 500 ? Kind.MALFORMED : Kind.DEFECT, "it was refused");
        };
        problem.answer(context);
    }

    private static Problem notAllowed(String methods, Context context) {
        String allowed = methods.contains("GET") ? methods.replace("GET", "GET, HEAD") : methods;
        context.header("Allow", allowed);
        return new Problem(Kind.METHOD_NOT_ALLOWED, "allowed here: " + allowed);
    }

    /** Such as that memory has run out. */
    private static void answer(HttpServletResponse response, Error error) {
        log.error("a request met an error", error);
        response.setStatus(DEFECT.kind().status());
        response.setContentType(Problem.MEDIA_TYPE);
        try {
            response.getOutputStream().write(DEFECT.json());
        } catch (IOException e) {
            log.debug("who asked has gone", e);
        }
    }

    /**
     * For requests that never come to a route: they are no HTTP, or come on an open connection while the server ends.
     */
    private static final class OfJetty extends ErrorHandler {
        private static final String TOO_LONG =
                "address and headers may have %d bytes together".formatted(Listener.HEADER_BYTES);

        private static Problem problem(int status) {
            return switch (status) {
                case 404 -> NOT_FOUND;
                case 408 -> new Problem(Kind.TOO_SLOW, "it was not there in time");
                case 413 -> TOO_LARGE;
                case 414 -> new Problem(Kind.ADDRESS_TOO_LONG, TOO_LONG);
                case 431 -> new Problem(Kind.HEADERS_TOO_LARGE, TOO_LONG);
                case 503 -> new Problem(Kind.ENDING, "it answers what it has begun; ask again on another connection");
                default ->
                    new Problem(
                            status < 500 ? Kind.MALFORMED : Kind.DEFECT,
                            "it is not HTTP/1.1 as this server takes it (status %d)".formatted(status));
            };
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Problem problem = problem(response.getStatus());
            response.setStatus(problem.kind().status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
            Content.Sink.write(response, true, new String(problem.json(), StandardCharsets.UTF_8), callback);
            return true;
        }

        @Override
        public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
            fields.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
            return ByteBuffer.wrap(problem(status).json());
        }
    }
}

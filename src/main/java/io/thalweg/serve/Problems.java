package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.thalweg.serve.Problem.Kind;
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
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @Override
    public void addTo(JavalinConfig server) {
        server.routes.exception(
                ProblemException.class, (e, context) -> e.problem().answer(context));
        server.routes.exception(HttpResponseException.class, Problems::answer);
        server.routes.exception(Exception.class, (e, context) -> {
            log.error("a request to {} met a defect", context.endpoint().path, e); // the path as written in the code
            new Problem(Kind.DEFECT, "the log of the server says more; please report it").answer(context);
        });
        server.jetty.modifyServer(jetty -> jetty.setErrorHandler(new OfJetty()));
    }

    private static void answer(HttpResponseException e, Context context) {
        Problem problem = switch (e.getStatus()) {
            case 404 -> new Problem(Kind.NOT_FOUND, "/openapi.json says what can be asked");
            case 405 ->
                new Problem(
                        Kind.METHOD_NOT_ALLOWED,
                        "allowed here: " + e.getDetails().getOrDefault("availableMethods", "another method"));
            case 413 -> new Problem(Kind.TOO_LARGE, "it is larger than the server takes");
            default -> new Problem(e.getStatus() < 500 ? Kind.MALFORMED : Kind.DEFECT, "it was refused");
        };
        problem.answer(context);
    }

    /**
     * For requests that never come to a route: they are no HTTP, or come on an open connection while the server ends.
     */
    private static final class OfJetty extends ErrorHandler {
        private static Problem problem(int status) {
            if (status == 503) {
                return new Problem(Kind.ENDING, "it answers what it has begun; ask again on another connection");
            }
            Kind kind = switch (status) {
                case 404 -> Kind.NOT_FOUND;
                case 408 -> Kind.TOO_SLOW;
                case 413, 414, 431 -> Kind.TOO_LARGE;
                default -> status < 500 ? Kind.MALFORMED : Kind.DEFECT;
            };
            return new Problem(kind, "it is not HTTP as this server takes it (status %d)".formatted(status));
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

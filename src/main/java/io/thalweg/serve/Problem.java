package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not answered, as a problem document (RFC 9457).
 *
 * @param detail of this occurrence: what was found, what is allowed, what to do
 * @param more members of this kind's own
 */
public record Problem(Kind kind, String detail, Map<String, Object> more) {
    /** What a document of problems is called. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Kinds of problems. Their names, in lower case with hyphens, are a contract: they stand in {@code type}. */
    public enum Kind {
        MALFORMED(400, "The request cannot be read"),
        UNAUTHENTICATED(401, "Who asks is not known"),
        NOT_FOUND(404, "There is nothing at this path"),
        METHOD_NOT_ALLOWED(405, "This path cannot be asked like that"),
        TOO_SLOW(408, "The request took too long to come"),
        TOO_LARGE(413, "The request is too large"),
        ADDRESS_TOO_LONG(414, "The request's address is too long"),
        MEDIA_TYPE_NOT_SUPPORTED(415, "The request is of another type"),
        MISDIRECTED(421, "The request is for another server"),
        UNKNOWN_TASK(422, "There is no such task"),
        CANNOT_BE_SCORED(422, "The example cannot be scored"),
        TOO_MANY_REQUESTS(429, "The client asks too often"),
        HEADERS_TOO_LARGE(431, "The request's headers are too large"),
        DEFECT(500, "The server has a defect"),
        NO_MODEL(503, "There is no model yet"),
        MODEL_TOO_OLD(503, "The model is older than it may be"),
        BUSY(503, "The server has too much to do"),
        ENDING(503, "The server is being stopped"),
        KEYS_AWAY(503, "The issuer's keys cannot be fetched");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        public int status() {
            return status;
        }

        /** What stands in {@code type}. */
        public String type() {
            return "urn:thalweg:problem:"
                    + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public Problem {
        more = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    Problem(Kind kind, String detail) {
        this(kind, detail, Map.of());
    }

    /** The document. */
    byte[] json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", kind.type());
        members.put("title", kind.title);
        members.put("status", kind.status);
        members.put("detail", detail);
        members.putAll(more);
        try {
            return JSON.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers with the document; {@code retryAfter} and {@code challenge}, if any, become headers too. */
    void answer(Context context) {
        Object seconds = more.get("retryAfter");
        if (seconds != null) {
            context.header("Retry-After", seconds.toString());
        }
        context.status(kind.status).contentType(MEDIA_TYPE).result(json());
    }
}

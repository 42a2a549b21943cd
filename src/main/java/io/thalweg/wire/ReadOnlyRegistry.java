package io.thalweg.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.check.Require;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry by the JDK's own client, for programs that only read and have no other: schemas by their ids
 * (Confluent's {@code GET /schemas/ids/ID}). One that does not answer is not waited for.
 */
public final class ReadOnlyRegistry implements Schemas {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FOUND = 200;
    private static final int NOT_FOUND = 404;
    private static final String NO_SUCH_SCHEMA = "40403"; // else it is the path that is not there
    private static final String PREFIX = "schema.registry.";
    private static final String USER = "basic.auth.user.info";
    private static final String TOKEN = "bearer.auth.token";

    /** What is understood here. */
    private static final Set<String> KNOWN =
            Set.of("url", USER, TOKEN, "basic.auth.credentials.source", "bearer.auth.credentials.source");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final List<String> urls;
    private final String place;
    private final @Nullable String credentials; // of every request

    /**
     * @param settings {@code url} (several with commas, with {@code user:password@} where that is wanted),
     *     {@code basic.auth.user.info} or {@code bearer.auth.token}
     * @throws IllegalArgumentException if there are others, which take the registry's own client
     */
    public ReadOnlyRegistry(Map<String, ?> settings) {
        Map<String, String> plain = new LinkedHashMap<>();
        settings.forEach((key, value) ->
                plain.put(key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key, String.valueOf(value)));
        plain.keySet()
                .forEach(key -> Require.that(
                        KNOWN.contains(key),
                        "registry.%s is not understood without the schema registry's own client; put that on the class"
                                + " path and use a Registry, or leave the setting out (certificates are the JVM's:"
                                + " -Djavax.net.ssl.trustStore)",
                        key));
        RegistrySettings checked = new RegistrySettings(settings);
        urls = checked.urls();
        place = checked.place();
        credentials = credentials(plain, checked.userInfo().orElse(null));
    }

    private static @Nullable String credentials(Map<String, String> settings, @Nullable String inUrl) {
        String token = settings.get(TOKEN);
        String user = settings.getOrDefault(USER, inUrl);
        if (token != null) {
            return "Bearer " + token;
        }
        return user == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Schema schema(int id) throws UnknownSchemaException {
        Schema known = schemas.get(id);
        if (known == null) {
            known = read(id);
            schemas.put(id, known);
        }
        return known;
    }

    private Schema read(int id) throws UnknownSchemaException {
        HttpResponse<String> answer = ask(id);
        if (answer.statusCode() == NOT_FOUND && answer.body().contains(NO_SUCH_SCHEMA)) {
            throw new UnknownSchemaException("the registry does not know schema id %d".formatted(id));
        }
        if (answer.statusCode() != FOUND) {
            throw new RegistryException(
                    "the schema registry at %s does not give schema %d: it answers %d; check url and"
                                    .formatted(place, id, answer.statusCode())
                            + " credentials under registry:");
        }
        try {
            JsonNode said = json.readTree(answer.body());
            return Schemas.parse(said.path("schema").asText());
        } catch (JsonProcessingException | AvroRuntimeException e) {
            throw new UnknownSchemaException("schema id %d is there, but it is no Avro schema".formatted(id));
        }
    }

    /** The first registry's answer that there is. */
    private HttpResponse<String> ask(int id) {
        IOException failure = null;
        for (String url : urls) {
            try {
                return client.send(request(url, id), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            } catch (IOException e) {
                failure = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted while asking the schema registry at " + place, e);
            }
        }
        throw new RegistryAwayException("no schema registry answers at %s (%s)".formatted(place, failure));
    }

    private HttpRequest request(String url, int id) {
        String bare = RegistrySettings.bare(url).replaceFirst("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(bare + "/schemas/ids/" + id))
                .timeout(PATIENCE)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (credentials != null) {
            request.header("Authorization", credentials);
        }
        return request.build();
    }

    /** Nobody waits for long here. */
    @Override
    public void close() {}
}

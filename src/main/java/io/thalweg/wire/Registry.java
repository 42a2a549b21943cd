package io.thalweg.wire;

import java.io.IOException;
import java.net.MalformedURLException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.bearerauth.oauth.exceptions.SchemaRegistryOauthTokenRetrieverException;
import org.apache.flink.avro.shaded.com.fasterxml.jackson.core.JsonProcessingException;

/**
 * The schema registry. One that cannot be reached is waited for, as long as it takes, and {@code state} is told; it is
 * never a reason to refuse a record. Safe for use by several threads.
 *
 * <p>The only class that knows the registry's client. The client comes relocated, with an Avro of its own inside, so
 * schemas cross over as JSON text; to swap in Confluent's own artifact, change the imports.
 */
public final class Registry implements Schemas {
    private static final long FIRST_PAUSE = 100;
    private static final long LONGEST_PAUSE = 5_000;
    private static final int CACHED_SCHEMAS = 10_000;

    /*
     * How long an id that the registry did not know is not asked for again. A record of an unknown schema goes to
     * quarantine with all its bytes, so nothing is lost by a short memory; but a registry behind replication learns ids
     * late, so a long one would send good records there, and none at all would ask once for each record of a flood.
     */
    private static final long UNKNOWN_FOR = TimeUnit.SECONDS.toNanos(5);
    private static final int REMEMBERED_UNKNOWN = 1_000;

    // An id comes out of bytes that may be anything; whichever way the registry says no to it, it is not one of its
    // own.
    private static final Set<Integer> UNKNOWN = Set.of(400, 404, 410, 422);

    // The registry knows no such subject, or no version of it any more.
    private static final Set<Integer> NO_SUBJECT = Set.of(40401, 40402);

    // What a registry, or who stands before it, says of our certificate or version before it hangs up (RFC 8446,
    // section 6), and what we say of its version.
    private static final Pattern LASTING_END = Pattern.compile(
            "fatal alert: (\\w*certificate\\w*|unknown_ca|access_denied|protocol_version)|protocol version \\w+ is not accepted");

    private final SchemaRegistryClient client;
    private final String place;
    private final Consumer<String> state;
    private final LongSupplier nanos;
    private final long patience; // nanoseconds
    private final Map<Integer, Long> unknownUntil = new LinkedHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean spokeBefore;

    /**
     * @param settings {@code url} (several with commas), and whatever else the registry's client understands
     * @param state told in a sentence when waiting begins, goes on and ends
     * @throws IllegalArgumentException if the settings do not make a client
     */
    public Registry(Map<String, ?> settings, Consumer<String> state) {
        this(new RegistrySettings(settings), state, System::nanoTime);
    }

    Registry(RegistrySettings settings, Consumer<String> state, LongSupplier nanos) {
        this(connect(settings), settings.place(), state, nanos, Long.MAX_VALUE);
    }

    /**
     * One that is waited for no longer than {@code patience}, for who only wants to know whether it is there: then
     * everything throws {@link RegistryAwayException}.
     */
    static Registry impatient(Map<String, ?> settings, Duration patience) {
        Map<String, Object> hasty = new LinkedHashMap<>(settings);
        hasty.put("http.connect.timeout.ms", (int) patience.toMillis());
        hasty.put("http.read.timeout.ms", (int) patience.toMillis());
        RegistrySettings checked = new RegistrySettings(hasty);
        return new Registry(connect(checked), checked.place(), sentence -> {}, System::nanoTime, patience.toNanos());
    }

    private Registry(
            SchemaRegistryClient client, String place, Consumer<String> state, LongSupplier nanos, long patience) {
        this.client = client;
        this.place = place;
        this.state = state;
        this.nanos = nanos;
        this.patience = patience;
    }

    /** A registry in this process's memory, for tests. */
    public static Registry inMemory() {
        return new Registry(
                new MockSchemaRegistryClient(), "in memory", sentence -> {}, System::nanoTime, Long.MAX_VALUE);
    }

    /**
     * The schema with this id. Waits while the registry cannot be reached.
     *
     * @throws RegistryException if the registry does not let us read, or was closed while we waited
     */
    @Override
    public Schema schema(int id) throws UnknownSchemaException {
        if (id < 0 || isKnownToBeUnknown(id)) {
            throw unknown(id);
        }
        try {
            AvroSchema schema = (AvroSchema) await(() -> client.getSchemaById(id));
            return Schemas.parse(schema.rawSchema().toString());
        } catch (Unreadable | AvroRuntimeException e) {
            remember(id);
            throw new UnknownSchemaException("schema id %d is there, but %s".formatted(id, e.getMessage()));
        } catch (RestClientException e) {
            if (UNKNOWN.contains(e.getStatus())) {
                remember(id);
                throw unknown(id);
            }
            throw new RegistryException(
                    "the schema registry at %s does not give schema %d: %s; %s"
                            .formatted(place, id, words(e), advice(e.getStatus())),
                    e);
        }
    }

    private static UnknownSchemaException unknown(int id) {
        return new UnknownSchemaException("the registry does not know schema id %d".formatted(id));
    }

    /**
     * The id of a schema under a subject, registered if it is not there yet. Waits while the registry cannot be
     * reached.
     *
     * @throws RegistryException if the registry refuses it; says what to do
     */
    public int register(String subject, Schema schema) {
        var parsed = new AvroSchema(schema.toString());
        try {
            return await(() -> client.register(subject, parsed));
        } catch (RestClientException refused) {
            return find(subject, parsed, refused);
        }
    }

    /**
     * The id of the newest schema under a subject, if there is one. Waits while the registry cannot be reached.
     *
     * @throws RegistryException if the registry does not let us read
     */
    OptionalInt latest(String subject) {
        try {
            return OptionalInt.of(
                    await(() -> client.getLatestSchemaMetadata(subject)).getId());
        } catch (RestClientException e) {
            if (NO_SUBJECT.contains(e.getErrorCode())) {
                return OptionalInt.empty();
            }
            throw new RegistryException(
                    "the schema registry at %s does not give the newest schema of subject '%s': %s; %s"
                            .formatted(place, subject, words(e), advice(e.getStatus())),
                    e);
        }
    }

    /** Ends all waiting: who waits gets a {@link RegistryException}. */
    @Override
    public void close() {
        closed.countDown();
    }

    // Whoever may read the registry but not write to it can still use what somebody else has registered.
    private int find(String subject, AvroSchema schema, RestClientException refused) {
        if (refused.getStatus() == 403) {
            try {
                return await(() -> client.getId(subject, schema));
            } catch (RestClientException e) {
                refused.addSuppressed(e);
            }
        }
        throw new RegistryException(
                "the schema registry at %s refuses a schema for subject '%s': %s; %s"
                        .formatted(place, subject, words(refused), advice(refused.getStatus())),
                refused);
    }

    private static String advice(int status) {
        return switch (status) {
            case 401 -> "check the credentials under registry:";
            case 403 ->
                "let this user read and write the subject, or register the schema for it (they are in schemas/)";
            case 404 -> "is registry.url right?";
            case 409 ->
                "another version or application has used this subject: choose another topic, or set the "
                        + "subject's compatibility to NONE";
            default -> "see the registry's log";
        };
    }

    private interface Call<T> {
        T run() throws IOException, RestClientException;
    }

    /** Calls until there is an answer: a result, or the registry's own refusal. */
    private <T> T await(Call<T> call) throws RestClientException {
        long began = nanos.getAsLong();
        long pause = 0;
        while (true) {
            try {
                T result = call.run();
                answered(pause > 0);
                return result;
            } catch (RestClientException e) {
                if (isRefusal(e)) {
                    answered(pause > 0);
                    throw e;
                }
                blame(e, words(e), e.getStatus() < 500 && e.getStatus() != 429 && e.getStatus() != 408);
                pause = pause(pause, began, words(e));
            } catch (SchemaRegistryOauthTokenRetrieverException e) {
                pause = pause(pause, began, words(e));
            } catch (SSLException e) {
                blameTls(e);
                pause = pause(pause, began, words(e) + "; if it stays, see ssl.* below registry:");
            } catch (IOException e) {
                blame(e, words(e), e instanceof JsonProcessingException || e instanceof MalformedURLException);
                pause = pause(pause, began, words(e));
            }
        }
    }

    /** Whether a registry said this, and will say so again. Proxies and half-started registries speak otherwise. */
    private static boolean isRefusal(RestClientException e) {
        boolean registrySpoke = e.getErrorCode() != 50005; // the client's own code for an answer that is not JSON
        return switch (e.getStatus()) {
            case 401, 403 -> true;
            case 408, 425, 429 -> false;
            default -> e.getStatus() < 500 && registrySpoke;
        };
    }

    // Something that answers, but never as a registry would, is no outage to sit out: the address is wrong.
    private void blame(Exception e, String words, boolean isWrongPlace) {
        if (isWrongPlace && !spokeBefore) {
            throw new RegistryException(
                    "no schema registry answers at %s (is registry.url right?): %s".formatted(place, words), e);
        }
    }

    // Likewise a certificate or a version of TLS: in mid-run another one may come, but one that was never good is a
    // mistake. Any other end of a handshake may be that of a proxy whose registry is just starting.
    private void blameTls(SSLException e) {
        blame(e, deepest(e), words(e).contains("Unsupported or unrecognized SSL message")); // it speaks plain HTTP
        if (!spokeBefore && isLasting(e)) {
            throw new RegistryException(
                    ("no TLS connection to the schema registry at %s can be made: see ssl.* below registry: (is its"
                                    + " certificate valid today, by an authority in ssl.truststore.*, for the host's"
                                    + " name; is our own in ssl.keystore.* there and valid, if it asks for one; does it"
                                    + " speak TLS 1.2 or 1.3?): %s")
                            .formatted(place, deepest(e)),
                    e);
        }
    }

    /**
     * Whether we do not believe its certificate, or cannot use our own, or it does not let that in, or there is no
     * version of TLS that both speak.
     */
    private static boolean isLasting(SSLException e) {
        boolean isOurs = false;
        for (Throwable cause = e; cause != null && !isOurs; cause = cause.getCause()) {
            isOurs = cause instanceof GeneralSecurityException || cause instanceof SSLPeerUnverifiedException;
        }
        return isOurs || LASTING_END.matcher(words(e)).find();
    }

    /** Such as when a certificate ended, which only the last cause says. */
    private static String deepest(SSLException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == e ? words(e) : "%s (%s)".formatted(words(e), cause.getMessage());
    }

    private void answered(boolean waited) {
        spokeBefore = true;
        if (waited) {
            state.accept("the schema registry at %s answers again".formatted(place));
        }
    }

    private long pause(long last, long began, String why) {
        long pause = last == 0 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * last);
        if (nanos.getAsLong() - began >= patience) {
            throw new RegistryAwayException("no schema registry answers at %s (%s)".formatted(place, why));
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - began);
        state.accept(
                ("waiting for the schema registry at %s for %d s; it goes on by itself when it answers, so see that it is"
                                + " up, and that registry.url is its address: %s")
                        .formatted(place, seconds, why));
        try {
            if (closed.await(pause, TimeUnit.MILLISECONDS)) {
                throw new RegistryException("closed while waiting for the schema registry at " + place);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("interrupted while waiting for the schema registry at " + place, e);
        }
        return pause;
    }

    private boolean isKnownToBeUnknown(int id) {
        synchronized (unknownUntil) {
            Long until = unknownUntil.get(id);
            return until != null && nanos.getAsLong() - until < 0;
        }
    }

    private void remember(int id) {
        synchronized (unknownUntil) {
            unknownUntil.remove(id);
            unknownUntil.put(id, nanos.getAsLong() + UNKNOWN_FOR);
            Iterator<Integer> oldest = unknownUntil.keySet().iterator();
            if (unknownUntil.size() > REMEMBERED_UNKNOWN) {
                oldest.next();
                oldest.remove();
            }
        }
    }

    private static String words(Exception e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return e instanceof RestClientException
                ? message
                : "%s %s".formatted(e.getClass().getSimpleName(), message);
    }

    private static SchemaRegistryClient connect(RegistrySettings settings) {
        try {
            return new AvroOnlyClient(settings.urls(), settings.ofClient());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("registry: " + e.getMessage(), e);
        }
    }

    /** A schema is registered, but nobody here can read it. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /**
     * Tells a schema that is not Avro from a registry that cannot be reached; the client has one exception for both.
     */
    private static final class AvroOnlyClient extends CachedSchemaRegistryClient {
        AvroOnlyClient(List<String> urls, Map<String, ?> settings) {
            super(urls, CACHED_SCHEMAS, settings);
        }

        @Override
        public Optional<ParsedSchema> parseSchema(
                org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities
                                .Schema
                        schema) {
            String type = schema.getSchemaType();
            if (type != null && !type.equals(AvroSchema.TYPE)) {
                throw new Unreadable("it is %s, not Avro".formatted(type));
            }
            Optional<ParsedSchema> parsed = super.parseSchema(schema);
            if (parsed.isEmpty()) {
                throw new Unreadable("its text is no Avro schema");
            }
            return parsed;
        }
    }
}

package io.thalweg.client;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/** Says in one line why a client or a stream has stopped, and what to do. */
public final class Failures {
    private static final String OURS = "io.thalweg.";
    private static final String CHECK_RIGHTS = "'thalweg check --acls' prints the commands that grant it";

    /** What the clients' exceptions mean to us, the first that is among the causes. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(OutOfMemoryError.class, Shortage::advice),
            new Meaning(
                    ClassNotFoundException.class,
                    "a class is missing: is a jar not there, or was one replaced while the program ran? Start it again"
                            + " with all of its jars"),
            new Meaning(
                    FencedInstanceIdException.class,
                    "another process runs under the same instance name; give each its own (--instance)"),
            new Meaning(OffsetOutOfRangeException.class, Failures::outOfRange),
            new Meaning(
                    NoOffsetForPartitionException.class,
                    "the group's committed offsets are gone; see to it that offsets.retention.minutes is longer than a"
                            + " stop, and set the offset with kafka-consumer-groups.sh --reset-offsets"),
            new Meaning(
                    RecordTooLargeException.class,
                    "a record is larger than its topic allows; raise the topic's max.message.bytes"),
            new Meaning(
                    TimeoutException.class,
                    "the broker did not answer in time; see that it is up and start again: it goes on where it was"),
            new Meaning(TopicAuthorizationException.class, Failures::refusedTopics),
            new Meaning(
                    AuthorizationException.class, "the broker does not allow this user what it needs; " + CHECK_RIGHTS),
            new Meaning(
                    SaslAuthenticationException.class,
                    "the broker does not accept who this client says it is: see sasl.* below kafka: (user and password,"
                            + " or client and secret)"),
            new Meaning(
                    SslAuthenticationException.class,
                    "no TLS connection to the broker can be made: see ssl.* below kafka: (is the broker's certificate"
                            + " valid today, by an authority in ssl.truststore.*, for the host's name; and is our own"
                            + " in ssl.keystore.* valid, if the broker asks for one?)"));

    private static final List<Class<? extends Throwable>> OUTAGES =
            List.of(TimeoutException.class, NetworkException.class, DisconnectException.class);

    /** The producer's words, since it has no class for it, when what it sent before the outage has expired. */
    private static final String UNACKNOWLEDGED =
            "The client hasn't received acknowledgment for some previously sent messages and can no longer retry them."
                    + " It is safe to abort the transaction and continue.";

    private Failures() {}

    /** An exception and what a tired person should know. */
    public record Meaning(Class<? extends Throwable> kind, Function<Throwable, String> words) {
        /** The same of all of the kind. */
        public Meaning(Class<? extends Throwable> kind, String words) {
            this(kind, any -> words);
        }
    }

    /** What to tell of rights that are missing, such as {@code READ on topic shop.click}. */
    public static String notAllowed(String rights) {
        return "the broker does not allow this user %s; %s".formatted(rights, CHECK_RIGHTS);
    }

    private static String refusedTopics(Throwable failure) {
        String topics = String.join(", ", new TreeSet<>(((TopicAuthorizationException) failure).unauthorizedTopics()));
        return notAllowed("what it needs on " + (topics.isEmpty() ? "a topic" : "topic " + topics));
    }

    private static String outOfRange(Throwable failure) {
        String places = ((OffsetOutOfRangeException) failure)
                .offsetOutOfRangePartitions().entrySet().stream()
                        .map(place -> "%s has not got its next record any more, that of offset %d"
                                .formatted(place.getKey(), place.getValue()))
                        .sorted()
                        .collect(Collectors.joining(", "));
        return places
                + " (deleted or made anew, or its retention was too short). If that is the train log, give the application"
                + " another name (app:) to begin a new model; if it is an input topic, its lost events cannot be had:"
                + " go on behind them with kafka-consumer-groups.sh --reset-offsets";
    }

    /**
     * The words of the outermost cause that is our own, since those say what to do; where there is none, the last
     * cause's, after what they mean if that is known.
     */
    public static String explain(Throwable failure) {
        return explain(failure, List.of());
    }

    /** The same, with more exceptions whose meaning is known. */
    public static String explain(Throwable failure, List<Meaning> more) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (isOurs(cause) && cause.getMessage() != null) {
                return line(cause);
            }
        }
        String line = line(causes.get(causes.size() - 1));
        return causes.stream()
                .flatMap(cause -> Stream.concat(more.stream(), MEANINGS.stream())
                        .filter(meaning -> meaning.kind().isInstance(cause))
                        .map(meaning -> meaning.words().apply(cause)))
                .findFirst()
                .map(meaning -> meaning + " (" + line + ")")
                .orElse(line);
    }

    /** Whether a broker has said that we may not do it. */
    public static boolean isRefusal(Throwable failure) {
        return causes(failure).stream().anyMatch(AuthorizationException.class::isInstance);
    }

    /** Whether no broker answered in time, or the connection broke: nobody's defect, and over when it is back. */
    public static boolean isOutage(Throwable failure) {
        return causes(failure).stream()
                .anyMatch(cause -> UNACKNOWLEDGED.equals(cause.getMessage())
                        || OUTAGES.stream().anyMatch(outage -> outage.isInstance(cause)));
    }

    /** What to tell of an {@link #isOutage outage} where it is waited for. */
    public static String waitsFor(String bootstrap) {
        return "no broker answers at %s; it is asked again until one does".formatted(bootstrap);
    }

    static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** Whether it is a class of ours, or was made by our code (and not by what runs it) for a reason that it knew. */
    private static boolean isOurs(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return cause.getClass().getName().startsWith(OURS)
                || !(cause instanceof Error)
                        && trace.length > 0
                        && trace[0].getClassName().startsWith(OURS);
    }

    private static String line(Throwable cause) {
        String words = cause.getMessage();
        boolean isName = cause instanceof LinkageError || cause instanceof ClassNotFoundException;
        if (words == null || isName) {
            words = cause.toString();
        }
        return words.replaceAll("\\s*\\R\\s*", " ");
    }
}

package io.thalweg.serve;

import io.thalweg.publish.SnapshotManifest;
import io.thalweg.serve.Problem.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which model answers: the one that was handed over last. Whoever has begun with another one ends with it. */
public final class Models {
    private static final int MOST_LISTED = 1_000;
    private static final int RETRY_AFTER = 2;

    private final Clock clock;
    private final Deque<Listed> listed = new ArrayDeque<>(); // oldest first
    private volatile @Nullable ServedModel current;
    private volatile String trouble = "no snapshot has been looked for yet";

    /**
     * A snapshot that is known of.
     *
     * @param complaint why it cannot be served, or empty
     */
    public record Listed(SnapshotManifest manifest, Instant taken, String complaint) {}

    public Models(Clock clock) {
        this.clock = clock;
    }

    /** Lets a model answer from now on. */
    public void swap(ServedModel model) {
        current = model;
    }

    /** Tells of a snapshot, newest last. */
    public void list(Listed one) {
        synchronized (listed) {
            listed.addLast(one);
            if (listed.size() > MOST_LISTED) {
                listed.removeFirst();
            }
        }
    }

    /** Says why a snapshot that was told of cannot be served. */
    public void complain(SnapshotManifest manifest, String why) {
        synchronized (listed) {
            List<Listed> all = new ArrayList<>(listed);
            listed.clear();
            for (Listed one : all) {
                boolean isMeant = one.manifest().name().equals(manifest.name());
                listed.addLast(isMeant ? new Listed(one.manifest(), one.taken(), why) : one);
            }
        }
    }

    /** Says why no newer model can come, or with an empty text that it can. */
    public void trouble(String why) {
        trouble = why;
    }

    String trouble() {
        return trouble;
    }

    /** Newest first. */
    List<Listed> listed() {
        synchronized (listed) {
            List<Listed> all = new ArrayList<>(listed);
            Collections.reverse(all);
            return all;
        }
    }

    Optional<ServedModel> current() {
        return Optional.ofNullable(current);
    }

    /** How old the model is that answers now; empty if none does. */
    public Optional<Duration> servedAge() {
        return current().map(this::age);
    }

    /** @throws ProblemException if there is none */
    ServedModel require() {
        ServedModel model = current;
        if (model == null) {
            String why = trouble.isEmpty() ? "no snapshot of this application is whole yet" : trouble;
            throw ProblemException.passing(Kind.NO_MODEL, why, RETRY_AFTER);
        }
        return model;
    }

    Instant now() {
        return clock.instant();
    }

    Duration age(ServedModel model) {
        Duration age = Duration.between(model.taken(), now());
        return age.isNegative() ? Duration.ZERO : age; // clocks differ
    }

    /** @throws ProblemException if a model is not as new as a request wants it */
    void requireFresh(ServedModel model, ScoreRequest request) {
        if (model.trainLogOffset() < request.minOffset()) {
            throw ProblemException.passing(
                    Kind.MODEL_TOO_OLD,
                    "the model has seen the train log up to offset %d, and minOffset is %d"
                            .formatted(model.trainLogOffset(), request.minOffset()),
                    RETRY_AFTER);
        }
        long millis = age(model).toMillis();
        if (millis > request.maxModelAgeMillis()) {
            throw ProblemException.passing(
                    Kind.MODEL_TOO_OLD,
                    "the model is %.1f s old, and maxModelAge is %.1f s"
                            .formatted(millis / 1e3, request.maxModelAgeMillis() / 1e3),
                    RETRY_AFTER);
        }
    }
}

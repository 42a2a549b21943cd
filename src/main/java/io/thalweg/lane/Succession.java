package io.thalweg.lane;

import io.thalweg.lane.StateSink.Place;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one log, one after another: control records in the log put another in the place of the present one, with
 * a changed configuration or as the model of a snapshot. Where and by what is a function of the log, like all the rest.
 *
 * <p>Checkpoints name the generation that a block belongs to. The first of a generation holds all of it, behind its
 * configuration, and takes back the blocks of the one before.
 */
public final class Succession {
    private static final int CONFIGURATION = -1; // "region" of what a generation is configured with
    private static final int EFFECTIVE = 0;
    private static final int DECLARED = 1;

    private final Supplier<Lane> first;
    private final Archive archive;
    private final Set<Place> stale = new LinkedHashSet<>(); // written down, and not needed any more
    private int generation;
    private boolean isNew = true; // nothing of this generation is written down yet
    private @Nullable Lane lane;
    private String declared; // fingerprint of what the operator configured last
    private long declaredAt = -1; // the record that says so, or -1 for what it began with

    /** Begins with a lane of the settings {@code first}, unless another is restored. */
    public Succession(LaneSettings first, Archive archive) {
        this(first, archive, () -> new Lane(first));
    }

    /** The same, with whoever has made the first lane already, or makes it. */
    public Succession(LaneSettings settings, Archive archive, Supplier<Lane> first) {
        this.first = first;
        this.archive = archive;
        declared = settings.fingerprint();
    }

    /** A succession that goes on from a snapshot, with that one's settings. */
    public static Succession ofSnapshot(StoredSnapshot snapshot, Archive archive) {
        LaneSettings settings = archive.settings(snapshot.manifest().configuration());
        Succession succession = new Succession(settings, archive);
        succession.lane = Lane.ofSnapshot(settings, snapshot);
        return succession;
    }

    /** The present lane; made when it is first asked for. */
    public Lane lane() {
        Lane present = lane;
        if (present == null) {
            present = first.get();
            lane = present;
        }
        return present;
    }

    /** Whether the operator's last word, by control record or at the beginning, was this configuration. */
    public boolean isDeclared(LaneSettings settings) {
        return declared.equals(settings.fingerprint());
    }

    /** Fingerprint of the operator's last word. */
    public String declared() {
        return declared;
    }

    /** Log offset of the operator's last word, or -1 if it was at the beginning, or nobody wrote down where. */
    public long declaredAt() {
        return declaredAt;
    }

    /**
     * Learns from a record, or obeys it.
     *
     * @return why the record was passed over: an example for features or tasks of an earlier configuration, or a
     *     control record that asks for what does not fit; empty if it was not. It then has changed nothing
     * @throws IllegalStateException if nobody can tell, because a snapshot is not there; nothing has changed then
     */
    public Optional<String> apply(long offset, long appendTime, LogRecord record, Outputs outputs) {
        if (record instanceof LogRecord.Configure configure) {
            return configure(archive.settings(configure.configuration()), offset, appendTime, outputs);
        }
        if (record instanceof LogRecord.Promote promote) {
            return promote(archive.snapshot(promote.snapshot()), offset, appendTime, outputs);
        }
        if (record instanceof LogRecord.Reassign reassign
                && !lane().complaint(reassign.move()).isEmpty()) {
            return refuse("no task can move so", List.of(lane().complaint(reassign.move())), offset);
        }
        if (record instanceof LogRecord.React react
                && !lane().complaint(react.measure()).isEmpty()) {
            return refuse("nothing is done about drift", List.of(lane().complaint(react.measure())), offset);
        }
        return lane().apply(offset, appendTime, record, outputs)
                ? Optional.empty()
                : Optional.of("it was made for features or tasks of an earlier configuration;"
                        + " is an old route application still running?");
    }

    private Optional<String> configure(LaneSettings next, long offset, long appendTime, Outputs outputs) {
        Lane before = lane();
        if (isDeclared(next)) {
            before.pass(offset); // said twice, by a learner that was started twice
            return Optional.empty();
        }
        if (isUntouched(before)) {
            declare(next, offset);
            lane = fresh(next, offset);
            return Optional.empty();
        }
        boolean isSame = next.fingerprint().equals(before.settings().fingerprint());
        List<String> obstacles = isSame || before.isFresh() ? List.of() : Evolution.obstacles(before.settings(), next);
        if (!obstacles.isEmpty()) {
            before.know(next.map().fingerprint()); // examples of it may follow
            return refuse("the model cannot go on with this configuration", obstacles, offset);
        }
        before.settle(offset, appendTime, outputs);
        declare(next, offset);
        if (!isSame) {
            succeed(before, before.isFresh() ? fresh(next, offset) : Lane.evolved(before, next));
        }
        return Optional.empty();
    }

    private void declare(LaneSettings settings, long offset) {
        declared = settings.fingerprint();
        declaredAt = offset;
    }

    /** Whether this is the log's first word: then nothing of what a process was started with may stay in the model. */
    private boolean isUntouched(Lane before) {
        return generation == 0 && isNew && before.nextOffset() == 0;
    }

    private static Lane fresh(LaneSettings settings, long offset) {
        Lane lane = new Lane(settings);
        lane.pass(offset);
        return lane;
    }

    private Optional<String> promote(StoredSnapshot snapshot, long offset, long appendTime, Outputs outputs) {
        Lane before = lane();
        LaneSettings settings = archive.settings(snapshot.manifest().configuration());
        List<String> obstacles = Promotion.obstacles(before.settings(), settings);
        if (!obstacles.isEmpty()) {
            return refuse("the snapshot's model cannot take over here", obstacles, offset);
        }
        Lane next = Lane.ofSnapshot(settings, snapshot);
        next.settle(offset, appendTime, Outputs.NONE); // its own log has the predictions of what waited in it
        before.settle(offset, appendTime, outputs);
        if (!before.isFresh()) {
            before.snapshot(SnapshotManifest.Cause.BEFORE_SWAP, outputs);
        }
        next.takeOver(before, snapshot.manifest().extent().nextOffset());
        succeed(before, next);
        return Optional.empty();
    }

    private Optional<String> refuse(String what, List<String> obstacles, long offset) {
        lane().pass(offset);
        return Optional.of(what + ": " + String.join("; ", obstacles));
    }

    private void succeed(Lane before, Lane next) {
        before.visitPlaces((region, block) -> stale.add(new Place(generation, region, block)));
        stale.add(new Place(generation, CONFIGURATION, EFFECTIVE));
        stale.add(new Place(generation, CONFIGURATION, DECLARED));
        next.succeed(before);
        generation++;
        isNew = true;
        lane = next;
    }

    /** Writes down what has changed since the last checkpoint, so that {@link #restore} can bring it back. */
    public void checkpoint(StateSink sink) {
        Lane present = lane();
        int own = generation;
        BlockSink blocks = (region, block, bytes) -> sink.put(new Place(own, region, block), bytes);
        if (isNew) {
            String effective = present.settings().configuration();
            blocks.put(CONFIGURATION, EFFECTIVE, effective.getBytes(StandardCharsets.UTF_8));
            present.checkpointWhole(blocks);
        } else {
            present.checkpoint(blocks);
        }
        blocks.put(CONFIGURATION, DECLARED, (declared + ' ' + declaredAt).getBytes(StandardCharsets.US_ASCII));
        stale.forEach(place -> sink.put(place, null));
        stale.clear();
        isNew = false;
    }

    /** Takes back one block of a checkpoint; the last one of each place counts. */
    public void restore(Place place, byte @Nullable [] bytes) {
        if (bytes == null) {
            stale.remove(place);
            return;
        }
        if (place.generation() < generation) {
            throw new IllegalStateException(
                    "a block of the model before the last swap comes behind it; start again to restore from the beginning");
        }
        if (place.region() != CONFIGURATION) {
            lane().restore(place.region(), place.block(), bytes);
        } else if (place.block() == DECLARED) {
            String[] words = new String(bytes, StandardCharsets.US_ASCII).split(" ", 2);
            declared = words[0];
            declaredAt = words.length == 1 ? -1 : Long.parseLong(words[1]); // earlier versions did not write it
        } else {
            begin(place.generation(), archive.settings(new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    /** Whether a block is the first of its generation: nothing that was restored before it counts. */
    public static boolean beginsGeneration(Place place) {
        return place.region() == CONFIGURATION && place.block() == EFFECTIVE;
    }

    private void begin(int number, LaneSettings settings) {
        boolean isSame = number == generation && lane().settings().fingerprint().equals(settings.fingerprint());
        if (!isSame) {
            lane().visitPlaces((region, block) -> stale.add(new Place(generation, region, block)));
            lane = new Lane(settings);
        }
        generation = number;
        isNew = false;
    }

    /** To be called after the last restored block, before anything is applied. */
    public void resume() {
        lane().resume();
    }
}

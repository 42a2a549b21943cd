package io.thalweg.stream;

import com.google.errorprone.annotations.FormatMethod;
import io.thalweg.client.ClientSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Evolution;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Promotion;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.Registry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the model of a snapshot into the place of an application's present one, by a control record in its train log.
 * The snapshot is copied to the application's own topic first, so that whoever learns from the log again finds it.
 */
public final class Promoter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Promoter.class);

    private static final int FIRST = 8; // records among which a model that was begun with is, behind configurations

    private final ThalwegConfig config;
    private final ClientSettings settings;
    private final Registry registry;
    private final SnapshotStore snapshots;
    private final ControlLog controls;
    private final LogCatchUp catchUp;
    private final TopicPartition trainLog;

    private Promoter(ThalwegConfig config, SnapshotStore snapshots) {
        this.config = config;
        this.snapshots = snapshots;
        settings = new ClientSettings(config.app(), config.kafka());
        registry = new Registry(config.registry(), state -> log.warn("{}", state));
        controls = new ControlLog(config, settings, registry);
        catchUp = new LogCatchUp(() -> new KafkaConsumer<>(settings.logReader()));
        trainLog = new TopicPartition(config.topics().trainLog(), 0);
    }

    /** Talks to the application's own topics; they need not be there yet. */
    public static Promoter open(ThalwegConfig config) {
        SnapshotStore snapshots = SnapshotStore.open(config);
        try {
            return new Promoter(config, snapshots);
        } catch (RuntimeException e) {
            snapshots.close();
            throw new StreamException(e);
        }
    }

    /** The application's snapshots. */
    public SnapshotStore snapshots() {
        return snapshots;
    }

    /** Which snapshot takes over, and at which train-log offset. */
    public record Promoted(SnapshotName snapshot, long offset) {}

    /**
     * Lets a snapshot's model take over, as soon as the learner comes to the end of the log.
     *
     * @throws StreamException if its features or tasks are others than the live ones, or there is nothing to take over
     *     from; nothing is written then
     */
    public Promoted promote(StoredSnapshot snapshot) {
        return explained(Role.operator(config), () -> promoted(snapshot));
    }

    private Promoted promoted(StoredSnapshot snapshot) {
        Chronicle.requireTopic(config, settings, trainLog.topic(), "train log");
        if (catchUp.end(trainLog) == 0 || !hasBegun()) { // in this order: an operator may not ask for groups
            throw refusal(
                    "train log %s has no events: there is no model to take over from; 'run --from' begins one",
                    config.topics().trainLog());
        }
        require(
                Promotion.obstacles(live(), settings(snapshot)),
                "snapshot %s cannot take over from %s"
                        .formatted(snapshot.manifest().name(), config.app()));
        SnapshotName own = snapshots.copy(snapshot);
        return new Promoted(own, controls.append(promotion(snapshot, own)).get(0));
    }

    /** What the lane that is to be replaced is configured with, which need not be what the operator's file says. */
    private LaneSettings live() {
        List<SnapshotManifest> manifests =
                snapshots.list().stream().map(SnapshotStore.Listed::manifest).toList();
        try (var logged =
                new LoggedConfiguration(reader(), () -> new KafkaConsumer<>(settings.logReader()), manifests)) {
            logged.read();
            LaneSettings ours = config.lane();
            if (logged.settings().isEmpty() && !logged.speaksOf(ours.map().fingerprint())) {
                throw refusal(
                        "train log %s has events of other features or tasks than -c; give the file that the learner runs with",
                        trainLog.topic());
            }
            return logged.settings().orElse(ours);
        }
    }

    private static LaneSettings settings(StoredSnapshot snapshot) {
        return ThalwegConfig.lane(snapshot.manifest().configuration());
    }

    private static void require(List<String> obstacles, String what) {
        if (!obstacles.isEmpty()) {
            throw refusal("%s:\n  %s", what, String.join("\n  ", obstacles));
        }
    }

    private static LogRecord promotion(StoredSnapshot snapshot, SnapshotName own) {
        return new LogRecord.Promote(time(snapshot.manifest()), own);
    }

    private static long time(SnapshotManifest manifest) {
        return manifest.metrics().stream()
                .mapToLong(task -> task.eventTime())
                .max()
                .orElse(0);
    }

    /**
     * The model that the last promotion replaced.
     *
     * @throws StreamException if none was, or one is on its way
     */
    public SnapshotManifest beforeLastSwap() {
        return explained(Role.operator(config), this::replaced);
    }

    private SnapshotManifest replaced() {
        SnapshotManifest replaced = newestReplaced();
        TrainLogReader reader = reader();
        catchUp.replay(trainLog, replaced.extent().nextOffset(), catchUp.end(trainLog), logged -> {
            if (reader.read(logged.offset(), logged.value()) instanceof LogRecord.Promote) {
                throw refusal(
                        "the promotion at offset %d of %s has not been taken up yet, or was refused (see the quarantine);"
                                + " wait for it, or name the snapshot to promote",
                        logged.offset(), trainLog.topic());
            }
        });
        return replaced;
    }

    private SnapshotManifest newestReplaced() {
        return snapshots.list().stream()
                .map(SnapshotStore.Listed::manifest)
                .filter(manifest -> manifest.cause() == SnapshotManifest.Cause.BEFORE_SWAP)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> refusal(
                        "topic %s has no model from before a promotion: none was ever replaced, or its retention was too short",
                        config.topics().snapshots()));
    }

    /**
     * Lets a new application begin with a snapshot's model, under its own configuration: features and tasks may come
     * and go. Does nothing if it has begun with that snapshot already.
     *
     * @throws StreamException if the application has a model already, or this one cannot be had under its
     *     configuration; nothing is written then
     */
    public void begin(StoredSnapshot snapshot) {
        explained(Role.learner(config), () -> {
            beginWith(snapshot);
            return snapshot;
        });
    }

    private void beginWith(StoredSnapshot snapshot) {
        LaneSettings theirs = settings(snapshot);
        boolean fits = Promotion.obstacles(config.lane(), theirs).isEmpty();
        require(
                fits ? List.of() : Evolution.obstacles(theirs, config.lane()),
                "%s cannot begin with snapshot %s"
                        .formatted(config.app(), snapshot.manifest().name()));
        makeTopics();
        if (hasBegun()) {
            requireSame(snapshot.manifest());
            return;
        }
        LogRecord promotion = promotion(snapshot, snapshots.copy(snapshot));
        long time = time(snapshot.manifest());
        LogRecord ours = new LogRecord.Configure(time, config.lane().configuration());
        if (fits) {
            controls.append(ours, promotion);
        } else {
            controls.append(new LogRecord.Configure(time, theirs.configuration()), promotion, ours);
        }
    }

    private void makeTopics() {
        try (Admin admin = Admin.create(settings.admin())) {
            new TopicAdmin(admin, settings.bootstrap())
                    .prepare(
                            List.of(),
                            ThalwegStreams.topics(config.topics(), EnumSet.allOf(ThalwegStreams.Part.class)));
        }
    }

    private TrainLogReader reader() {
        return new TrainLogReader(Codecs.trainLog(config, registry), trainLog);
    }

    /** Whether the train log has, or ever had, more than what its model is configured with. */
    private boolean hasBegun() {
        if (catchUp.isUntouched(trainLog)) {
            return false;
        }
        List<LogRecord> first = firstRecords();
        boolean isConfiguredOnly = !first.isEmpty()
                && first.size() < FIRST
                && first.stream().allMatch(record -> record instanceof LogRecord.Configure);
        return !isConfiguredOnly || catchUp.beginning(trainLog) > 0;
    }

    /** The first few records of the train log; none if it is empty or not there. */
    private List<LogRecord> firstRecords() {
        TrainLogReader reader = reader();
        List<LogRecord> first = new ArrayList<>();
        catchUp.peek(trainLog, FIRST, logged -> {
            LogRecord record = reader.read(logged.offset(), logged.value());
            if (record != null) {
                first.add(record);
            }
        });
        return first;
    }

    /** By the log's first records; where retention has deleted them, by what is on the application's own topic. */
    private void requireSame(SnapshotManifest manifest) {
        String chain = manifest.proof().chain();
        boolean isSame = firstRecords().stream()
                .anyMatch(record -> record instanceof LogRecord.Promote promote
                        && promote.snapshot().chain().equals(chain));
        boolean wasCopied = snapshots.list().stream()
                .anyMatch(one -> one.manifest().proof().chain().equals(chain));
        if (!isSame && !wasCopied) {
            throw refusal(
                    "%s has learned from train log %s already, and --from is for a new application: use 'promote', or another name (app:)",
                    config.app(), config.topics().trainLog());
        }
    }

    private <T> T explained(Role role, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw RightsCheck.explaining(e, role.rights(), settings);
        }
    }

    @FormatMethod
    private static StreamException refusal(String message, Object... values) {
        return new StreamException(new IllegalArgumentException(message.formatted(values)));
    }

    @Override
    public void close() {
        snapshots.close();
        registry.close();
    }
}

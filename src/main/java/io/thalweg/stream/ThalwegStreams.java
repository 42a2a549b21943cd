package io.thalweg.stream;

import io.thalweg.client.SnapshotTopic;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.config.Topics;
import io.thalweg.ingest.InputTopic;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running applications of one process: {@code route}, {@code learn} or both. */
public final class ThalwegStreams implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ThalwegStreams.class);
    private static final Duration CHECKPOINT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration ADMIN_PATIENCE = Duration.ofSeconds(5);

    /** How long {@link #close} can take where nobody answers: whoever waits less before he kills may cut it short. */
    public static final Duration LONGEST_END =
            CHECKPOINT_PATIENCE.plus(CLOSE_PATIENCE).plus(CLOSE_PATIENCE).plus(ADMIN_PATIENCE);

    private static final Duration LOOKS = Duration.ofSeconds(10);
    private static final Duration GLANCES = Duration.ofSeconds(1);

    private final ThalwegConfig config;
    private final EngineSettings settings;
    private final Set<Part> parts;
    private final Admin admin;
    private final Registry registry;
    private final Answers answers;
    private final CompletableFuture<Void> schemas; // of our topics, registered in advance
    private final ControlLog controls;
    private final StreamObserver observer;
    private final RouteCounts counts;
    private final LaneWatch watch;
    private final CompletableFuture<StreamException> failure = new CompletableFuture<>();
    private final Map<Part, Engine> engines = new EnumMap<>(Part.class);
    private final Watchman watchman = new Watchman();
    private final ClockWatch clock = new ClockWatch(System::currentTimeMillis, System::nanoTime);
    private volatile boolean closed;

    /** One of the two applications. */
    public enum Part {
        ROUTE,
        LEARN
    }

    /** The registry's client and the admin client are big: each takes a cold JVM most of a second. */
    private ThalwegStreams(ThalwegConfig config, EngineSettings settings, Set<Part> parts, StreamObserver observer) {
        this.config = config;
        this.parts = parts;
        this.settings = settings;
        this.observer = observer;
        counts = new RouteCounts(observer);
        watch = new LaneWatch(observer);
        CompletableFuture<Registry> connecting =
                CompletableFuture.supplyAsync(() -> new Registry(config.registry(), state -> log.warn("{}", state)));
        schemas = connecting.thenAccept(connected -> {
            Codecs.trainLog(config, connected);
            Codecs.outputs(config, connected).register();
        });
        answers = new Answers(settings.clients().bootstrap());
        admin = Admin.create(settings.clients().admin());
        registry = await(connecting);
        controls = new ControlLog(config, settings.clients(), registry);
    }

    /**
     * Starts {@code parts}, after everything they need is there: topics, schemas, the learner's first offset. Waits for
     * the registry if it must.
     *
     * @throws StreamException if something is missing that must be there, or the settings contradict exactly-once
     */
    public static ThalwegStreams start(ThalwegConfig config, Placement placement, Set<Part> parts) {
        return start(config, placement, parts, StreamObserver.NONE);
    }

    /** The same, with somebody who measures what they do. */
    public static ThalwegStreams start(
            ThalwegConfig config, Placement placement, Set<Part> parts, StreamObserver observer) {
        Whereabouts.enter(config.app());
        try {
            placement.requireRoom();
            EngineSettings settings = new EngineSettings(config.app(), config.kafka(), placement);
            EarlyLane lanes = parts.contains(Part.LEARN) ? new EarlyLane(config.lane()) : null;
            return prepared(new ThalwegStreams(config, settings, parts, observer), lanes);
        } catch (RuntimeException e) {
            throw StreamException.explaining(e);
        }
    }

    private static ThalwegStreams prepared(ThalwegStreams streams, @Nullable EarlyLane lanes) {
        try {
            streams.prepare(lanes);
            return streams;
        } catch (RuntimeException e) {
            streams.close();
            throw streams.explained(StreamException.explaining(e));
        }
    }

    private StreamException explained(StreamException failure) {
        return RightsCheck.explaining(failure, Role.rights(config, parts), settings.clients());
    }

    private void sayMissingRights() {
        List<Right> missing = new RightsCheck(admin, answers)
                .missing(Role.rights(config, parts).stream()
                        .filter(right -> !right.isNeededToLookOnly())
                        .toList());
        if (!missing.isEmpty()) {
            log.warn("{}", RightsCheck.words(missing));
        }
    }

    private static <T> T await(CompletableFuture<T> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void prepare(@Nullable EarlyLane lanes) {
        TopicAdmin topics = new TopicAdmin(admin, settings.clients().bootstrap());
        topics.prepare(parts.contains(Part.ROUTE) ? inputs() : List.of(), topics(config.topics(), parts));
        sayMissingRights(); // by now the broker is known to answer
        await(schemas);
        LogCatchUp catchUp = new LogCatchUp(this::logReader);
        long end = catchUp.end(trainLog());
        if (end == 0 && catchUp.committed(trainLog()).orElse(0) == 0) {
            begin();
        }
        if (lanes != null) {
            startLearn(lanes, catchUp, end);
        }
        if (parts.contains(Part.ROUTE)) {
            startRoute(topics);
        }
        watchman.look(this::watchClock, GLANCES);
    }

    private void watchClock() {
        long seconds = clock.setBackSeconds();
        if (seconds > 0) {
            log.warn(
                    "the time of day was set back by {} s, and Kafka's clients would wait for as long: they end and start"
                            + " again. See that this machine's clock is kept by NTP without steps",
                    seconds);
            engines.values().forEach(Engine::renew);
        }
    }

    /** The first record of a log says what its model begins as, so that the log tells it all. */
    private void begin() {
        controls.append(new LogRecord.Configure(0, config.lane().configuration()));
    }

    private TopicPartition trainLog() {
        return new TopicPartition(config.topics().trainLog(), 0);
    }

    private KafkaConsumer<byte[], byte[]> logReader() {
        return new KafkaConsumer<>(settings.clients().logReader());
    }

    private SnapshotTopic snapshots() {
        return new SnapshotTopic(config.topics().snapshots(), this::logReader, registry);
    }

    private void startLearn(EarlyLane lanes, LogCatchUp catchUp, long end) {
        offsets(Part.LEARN).beginAtFirst(trainLog());
        EarlySnapshot archive = new EarlySnapshot(
                new TopicArchive(snapshots()), settings.transactionTimeout().dividedBy(3));
        Declaration declaration = new Declaration(config.lane(), end, controls::append);
        LearnTopology learn = new LearnTopology(config, registry, catchUp, archive, declaration, lanes, watch);
        engine(Part.LEARN, learn::build, settings.learn(), () -> archive.isReady() && brokerAnswers())
                .start();
    }

    private void startRoute(TopicAdmin topics) {
        int largest = topics.largestMessage(TopicSpec.quarantine(config.topics().quarantine()));
        RouteTopology route = new RouteTopology(config, registry, counts, largest);
        Engine engine = engine(Part.ROUTE, route::build, settings.route(), this::brokerAnswers);
        boolean hasSnapshots = topics.has(TopicSpec.snapshots(config.topics().snapshots()));
        List<SnapshotManifest> manifests = hasSnapshots ? snapshots().manifests() : List.of();
        TrainLogReader reader = new TrainLogReader(Codecs.trainLog(config, registry), trainLog());
        try (var logged = new LoggedConfiguration(reader, this::logReader, manifests)) {
            await(logged);
        }
        engine.start();
    }

    /** Until the learner, here or elsewhere, has put a changed configuration into the log. */
    private void await(LoggedConfiguration logged) {
        logged.read();
        int layout = config.features().fingerprint();
        for (int looks = 0; !logged.speaksOf(layout); looks++) {
            failure().ifPresent(cause -> {
                throw cause;
            });
            if (looks % 50 == 0) {
                log.warn(
                        "features or tasks have changed: waiting until a learner with this configuration says so in {}",
                        config.topics().trainLog());
            }
            logged.readOn();
        }
    }

    private List<String> inputs() {
        return config.input().topics().stream().map(InputTopic::name).toList();
    }

    /** What {@code parts} write, and how it must be. */
    static List<TopicSpec> topics(Topics names, Set<Part> parts) {
        List<TopicSpec> specs = new ArrayList<>();
        specs.add(TopicSpec.trainLog(names.trainLog()));
        specs.add(TopicSpec.quarantine(names.quarantine()));
        if (parts.contains(Part.LEARN)) {
            specs.add(TopicSpec.predictions(names.predictions()));
            specs.add(TopicSpec.metrics(names.metrics()));
            specs.add(TopicSpec.snapshots(names.snapshots()));
        }
        return specs;
    }

    private Engine engine(Part part, Supplier<Topology> topology, Properties properties, BooleanSupplier isReady) {
        Engine engine = new Engine(part, new Engine.Plan(topology, properties, observer), isReady, cause -> {
            watch.abandon(); // before anybody asks a broker why
            if (closed) {
                return;
            }
            StreamException explained = explained(cause);
            if (failure.complete(explained)) {
                log.error("{} has failed: {}", part, explained.getMessage()); // the engine logs where
            }
        });
        engines.put(part, engine);
        watchOver(part);
        return engine;
    }

    private void watchOver(Part part) {
        Standstill standstill = new Standstill(offsets(part).on(topics(part), ours()), System::nanoTime);
        watchman.look(() -> look(part, standstill), LOOKS);
    }

    private void look(Part part, Standstill standstill) {
        Whereabouts.enter(config.app());
        try {
            for (String heldBack : standstill.look()) {
                log.error(
                        "{} stands still: a transaction that has not ended for {} s holds back {}. If its writer died, a"
                                + " timeout ends it (producer.transaction.timeout.ms and up to 10 s). If it stays, a"
                                + " broker has lost its end: README, 'When nothing moves', says what to do",
                        part,
                        Standstill.PATIENCE.toSeconds(),
                        heldBack);
            }
        } catch (RuntimeException e) {
            log.debug("the broker does not say how {} stands", part, e); // others say that it is away
        }
    }

    private boolean brokerAnswers() {
        try {
            return !answers.await(admin.describeCluster().nodes()).isEmpty();
        } catch (IllegalStateException | KafkaException e) {
            log.warn("waiting for the broker: {}", e.getMessage());
            return false;
        }
    }

    private GroupOffsets offsets(Part part) {
        return new GroupOffsets(
                admin,
                part == Part.ROUTE ? settings.routeId() : settings.clients().learnId(),
                answers);
    }

    /** Why a stream has stopped by itself, if one has. */
    public Optional<StreamException> failure() {
        return Optional.ofNullable(failure.getNow(null));
    }

    /** Waits for a failure as long as {@code patience} lasts. */
    public Optional<StreamException> awaitFailure(Duration patience) throws InterruptedException {
        try {
            return Optional.of(failure.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a failure is a result, never an exception", e);
        }
    }

    /** The engine's word for how each part is. */
    public Map<Part, KafkaStreams.State> states() {
        Map<Part, KafkaStreams.State> states = new EnumMap<>(Part.class);
        engines.forEach((part, engine) -> states.put(part, engine.state()));
        return states;
    }

    public RouteCounts counts() {
        return counts;
    }

    /** How each lane of this process stood half a second ago, or at its end. */
    public List<LaneStatus> lanes() {
        return watch.statuses();
    }

    /**
     * How many offsets a part has still to commit, wherever it runs: of the input topics, or of the train log, where
     * those of open transactions count.
     */
    public long behind(Part part) {
        return offsets(part).behind(topics(part), ours());
    }

    /** Topics on which an open transaction is the learner's concern. */
    private Set<String> ours() {
        return Set.of(config.topics().trainLog());
    }

    private List<String> topics(Part part) {
        return part == Part.ROUTE ? inputs() : List.of(config.topics().trainLog());
    }

    /** Whether everything that {@code lane} had learned then is committed now. */
    public boolean hasCommitted(LaneStatus lane) {
        return offsets(Part.LEARN).reached(new TopicPartition(config.topics().trainLog(), lane.partition()))
                >= lane.nextOffset();
    }

    /** Ends a finite stream: appends a tick to the train log, behind everything that is committed there. */
    public void tick(long eventTime) {
        controls.append(new LogRecord.Tick(eventTime));
    }

    /**
     * A clean stop: the lanes write a checkpoint, so that the next start has nothing to catch up with; everything is
     * committed; then both end. Safe to call twice and from another thread. Takes {@link #LONGEST_END} at most.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        watchman.close();
        if (!watch.settle(CHECKPOINT_PATIENCE)) {
            log.warn("no checkpoint within {}; the next start learns some records again", CHECKPOINT_PATIENCE);
        }
        if (!Engine.close(engines.values(), CLOSE_PATIENCE)) {
            log.warn("a stream is still waiting; the registry's turn to let it go");
            registry.close();
            Engine.close(engines.values(), CLOSE_PATIENCE);
        }
        registry.close();
        admin.close(ADMIN_PATIENCE);
    }
}

package io.thalweg.app;

import io.thalweg.app.console.ConfigFile;
import io.thalweg.app.console.ListenOption;
import io.thalweg.app.console.Report;
import io.thalweg.app.serve.Measured;
import io.thalweg.app.serve.Serving;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Totals;
import io.thalweg.stream.LaneStatus;
import io.thalweg.stream.Placement;
import io.thalweg.stream.Promoter;
import io.thalweg.stream.StreamException;
import io.thalweg.stream.ThalwegStreams;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.SnapshotFile;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The learner, until somebody stops it. */
@Command(
        name = "run",
        description = {
            "Learns from the configured topics until it is stopped with Ctrl-C.",
            "",
            "Two Kafka Streams applications: 'route' makes the train log, 'learn' learns from it. They run in one"
                    + " process, or each in its own with --only. A process that is killed goes on where it was, with the"
                    + " same model, when it is started again with the same state directory and instance name."
        })
final class RunCommand implements Callable<Integer> {
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(names = "--only", paramLabel = "PART", description = "Run one part only: route or learn.")
    private @Nullable Part only;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description =
                    "Keeps this instance's identity over restarts; default: thalweg in the user's state directory.")
    private Path stateDirectory = stateHome().resolve("thalweg");

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "Name of this instance, the same after a restart and unlike any other; default: kafka:"
                    + " group.instance.id, or the host's name.")
    private @Nullable String instance;

    @Option(names = "--json", paramLabel = "FILE", description = "Write a report here when it ends.")
    private @Nullable Path json;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Begin with the model of this snapshot file, if the application is new.")
    private @Nullable Path from;

    @Option(
            names = "--until-tick",
            description = "End after a tick has been learned: the mark that ends a finite train log.")
    private boolean endsWithTick;

    @Mixin
    private ListenOption listen = new ListenOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final long start = System.nanoTime();
    private long lastLine = start;
    private @Nullable Measured measured;
    private @Nullable Serving serving;
    private boolean hasEnded;

    @Override
    public Integer call() throws InterruptedException {
        ThalwegConfig loaded = config.load();
        Optional<ServeSettings> served = listen.settings(loaded);
        Set<Part> parts = only == null ? EnumSet.allOf(Part.class) : EnumSet.of(only);
        if (from != null) {
            begin(loaded, from);
        }
        measured = served.map(settings -> new Measured(stateDirectory)).orElse(null);
        ThalwegStreams streams = ThalwegStreams.start(loaded, placement(loaded), parts, Measured.observer(measured));
        if (measured != null) {
            measured.watch(streams, loaded.lane());
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(streams), "stop"));
        served.ifPresent(settings -> serve(settings, loaded));
        Optional<StreamException> failure = watch(streams);
        end(streams);
        if (failure.isPresent()) {
            throw failure.get();
        }
        return 0;
    }

    private synchronized void serve(ServeSettings settings, ThalwegConfig loaded) {
        if (!hasEnded) {
            Serving started = Serving.start(settings, new Serving.Shown(loaded, "run"), measured);
            say("listening on %s, the live page is at %s/".formatted(started.uri(), started.uri()));
            serving = started;
        }
    }

    private static void begin(ThalwegConfig loaded, Path file) {
        try (Promoter promoter = Promoter.open(loaded)) {
            promoter.begin(SnapshotFile.read(file));
        }
    }

    /** Returns when a stream has failed, or a tick was learned and committed. */
    private Optional<StreamException> watch(ThalwegStreams streams) throws InterruptedException {
        while (true) {
            Optional<StreamException> failure = streams.awaitFailure(GLANCE);
            if (failure.isPresent() || endsWithTick && hasTicked(streams)) {
                return failure;
            }
            if (System.nanoTime() - lastLine >= LINE_EVERY_NANOS) {
                lastLine = System.nanoTime();
                say(line(streams));
            }
        }
    }

    private static boolean hasTicked(ThalwegStreams streams) {
        return streams.lanes().stream().anyMatch(lane -> lane.totals().ticks() > 0 && streams.hasCommitted(lane));
    }

    /** Once, by Ctrl-C or by itself; whoever comes second waits for the first. */
    private synchronized void end(ThalwegStreams streams) {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        streams.close(); // first: nobody who asks may cost the learner its clean stop
        if (serving != null) {
            serving.close();
        }
        if (measured != null) {
            measured.close();
        }
        say(line(streams));
        if (json != null) {
            report(streams).writeJson(json);
        }
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private String line(ThalwegStreams streams) {
        StringBuilder line = new StringBuilder(streams.states().toString().toLowerCase(Locale.ROOT));
        if (only != Part.LEARN) {
            line.append(String.format(
                    Locale.ROOT,
                    "; routed %,d, quarantined %,d",
                    streams.counts().logged(),
                    streams.counts().quarantined()));
        }
        for (LaneStatus lane : streams.lanes()) {
            Totals totals = lane.totals();
            line.append(String.format(
                    Locale.ROOT,
                    "; learned %,d, requests %,d, duplicates %,d, refused %,d, snapshots %,d, up to offset %,d%s",
                    totals.learned(),
                    totals.requests(),
                    totals.duplicates(),
                    totals.refused(),
                    totals.snapshots(),
                    lane.nextOffset(),
                    lane.isDiverged() ? " (THE MODEL HAS DIVERGED)" : ""));
        }
        return line.toString();
    }

    /** Totals are those of the model's whole life; what was routed and quarantined, those of this process. */
    private Report report(ThalwegStreams streams) {
        List<LaneStatus> lanes = streams.lanes();
        LaneStatus lane =
                lanes.isEmpty() ? new LaneStatus(0, 0, new Totals(0, 0, 0, 0, 0, 0, 0), List.of(), null) : lanes.get(0);
        Totals totals = lane.totals();
        long quarantined = streams.counts().quarantined() + totals.refused();
        long events = totals.learned() + totals.requests() + totals.duplicates() + quarantined;
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Object> more = Map.of(
                "routed", streams.counts().logged(),
                "ticks", totals.ticks(),
                "snapshots", totals.snapshots(),
                "nextOffset", lane.nextOffset());
        String sha256 = lane.parametersSha256() == null ? "" : lane.parametersSha256();
        return new Report(
                new Report.Counts(events, seconds, quarantined, totals), sha256, lane.metrics(), Map.of(), more);
    }

    private Placement placement(ThalwegConfig loaded) {
        Object configured = loaded.kafka().getOrDefault("group.instance.id", host());
        try {
            return new Placement(stateDirectory, instance == null ? configured.toString() : instance);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static Path stateHome() {
        String home = System.getenv("XDG_STATE_HOME");
        return home == null || home.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(home);
    }
}

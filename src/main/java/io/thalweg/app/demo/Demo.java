package io.thalweg.app.demo;

import io.thalweg.app.console.AlarmRow;
import io.thalweg.app.console.CommandException;
import io.thalweg.app.console.EmbeddedParts;
import io.thalweg.app.console.Interruption;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Progress;
import io.thalweg.app.console.Report;
import io.thalweg.app.console.ReportTable;
import io.thalweg.app.produce.Pace;
import io.thalweg.app.produce.Publication;
import io.thalweg.app.serve.Measured;
import io.thalweg.app.serve.Serving;
import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.serve.ServeException;
import io.thalweg.serve.page.LivePage;
import io.thalweg.stream.InputFeed;
import io.thalweg.stream.LaneStatus;
import io.thalweg.stream.Placement;
import io.thalweg.stream.ThalwegStreams;
import io.thalweg.stream.ThalwegStreams.Part;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One session: events go in at one end, the learner runs, and somebody looks at what comes out. */
final class Demo {
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final double NANOS = 1e9;
    private static final long BEST_EVERY_NANOS = Duration.ofMillis(250).toNanos();

    private final Plan plan;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Interruption interruption = new Interruption();
    private long lastBest = System.nanoTime() - BEST_EVERY_NANOS;

    /**
     * What is asked for.
     *
     * @param csv where events come from instead of the shop
     * @param directory of all state; a temporary one if null
     * @param pace of events
     * @param served what is answered over HTTP; nothing if null
     */
    record Plan(
            ThalwegConfig config,
            @Nullable Path csv,
            @Nullable Path directory,
            Pace pace,
            ShopPlan shop,
            @Nullable ServeSettings served) {}

    /** Which shop, after how many events its tastes turn, and after how many it closes. */
    record ShopPlan(long seed, long turn, long events) {}

    Demo(Plan plan, PrintWriter out, PrintWriter err) {
        this.plan = plan;
        this.out = out;
        this.err = err;
    }

    /** Runs the session and answers its exit code. */
    int run(boolean headless, @Nullable Path json) {
        try (Interruption ctrlC = interruption;
                EmbeddedParts parts = EmbeddedParts.start(plan.directory())) {
            say("broker %s, schema registry %s", parts.bootstrapServers(), parts.registryUrl());
            ThalwegConfig config = parts.on(plan.config());
            return headless ? report(config, parts, json) : watch(config, parts);
        }
    }

    // ---- without a spectator: publish, learn all of it, count, report

    private int report(ThalwegConfig config, EmbeddedParts parts, @Nullable Path json) {
        long start = System.nanoTime();
        End end = learnAll(config, parts);
        if (interruption.hasCome()) {
            say("stopped before the end; nothing to report");
            return 1;
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        TopicCounts counts = TopicCounts.read(config);
        Report report = new Report(
                new Report.Counts(
                        counts.published(),
                        seconds,
                        counts.quarantined(),
                        end.lane().totals()),
                String.valueOf(end.lane().parametersSha256()),
                end.lane().metrics(),
                end.events().best(config),
                more(counts));
        ReportTable.print(report, out);
        JsonFile.write(json, report.json());
        List<String> complaints =
                DemoCounts.complaints(counts, end.lane(), end.events().shop());
        if (!complaints.isEmpty()) {
            throw new CommandException("the counts do not add up: %s", String.join("; ", complaints));
        }
        return 0;
    }

    private static Map<String, Object> more(TopicCounts counts) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("predictions", counts.predictions());
        more.put("snapshots", counts.snapshots());
        more.put("trainLogRecords", counts.trainLog());
        more.put("controlRecords", counts.controls());
        more.put("driftAlarms", counts.alarms().stream().map(AlarmRow::of).toList());
        return more;
    }

    /** How it ended. */
    private record End(LaneStatus lane, DemoEvents events) {}

    private End learnAll(ThalwegConfig config, EmbeddedParts parts) {
        try (InputFeed feed = InputFeed.open(config);
                DemoEvents events = events(config, parts);
                Measured measured = plan.served() == null ? null : new Measured(parts.directory());
                ThalwegStreams streams = start(config, parts, measured);
                Serving serving = serve(config, measured)) {
            try (Progress progress = new Progress("published", events.expected(), err)) {
                publish(events.publication(), feed, streams, progress);
            }
            feed.flush();
            try (Progress progress = new Progress("learned", events.expected(), err)) {
                drain(streams, events.publication().lastTime(), progress);
            }
            streams.close();
            return new End(streams.lanes().get(0), events);
        }
    }

    private DemoEvents events(ThalwegConfig config, EmbeddedParts parts) {
        return DemoEvents.open(plan, config, parts.directory(), TopicCounts.published(config));
    }

    private static ThalwegStreams start(ThalwegConfig config, EmbeddedParts parts, @Nullable Measured measured) {
        Placement placement = new Placement(parts.directory().resolve("state"), "demo");
        ThalwegStreams streams =
                ThalwegStreams.start(config, placement, EnumSet.allOf(Part.class), Measured.observer(measured));
        if (measured != null) {
            measured.watch(streams, config.lane());
        }
        return streams;
    }

    /** On another port where the usual one is taken and nobody asked for one. */
    private @Nullable Serving serve(ThalwegConfig config, @Nullable Measured measured) {
        ServeSettings settings = plan.served();
        if (settings == null) {
            return null;
        }
        Serving serving;
        try {
            serving = serve(settings, config, measured);
        } catch (ServeException e) {
            if (!settings.equals(ServeSettings.USUAL)) {
                throw e;
            }
            say(
                    "port %d is taken; --listen HOST:PORT chooses one",
                    settings.listen().port());
            serving = serve(settings.at(new ListenAddress(settings.listen().host(), 0)), config, measured);
        }
        say("the live page is at %s/", serving.uri());
        return serving;
    }

    private static Serving serve(ServeSettings settings, ThalwegConfig config, @Nullable Measured measured) {
        return Serving.start(settings, new Serving.Shown(config, "demo"), measured);
    }

    private void publish(Publication publication, InputFeed feed, ThalwegStreams streams, Progress progress) {
        while (!interruption.hasCome() && publication.publishNext(feed)) {
            progress.step();
            plan.pace().await();
            requireNoFailure(streams);
        }
    }

    /** Until everything published is in the log, and everything in the log is learned, the last batches too. */
    private void drain(ThalwegStreams streams, long lastTime, Progress progress) {
        await(() -> streams.behind(Part.ROUTE) == 0, streams, progress);
        if (!interruption.hasCome()) {
            streams.tick(lastTime);
        }
        await(() -> streams.behind(Part.LEARN) == 0, streams, progress);
    }

    private void await(BooleanSupplier done, ThalwegStreams streams, Progress progress) {
        while (!interruption.hasCome() && !done.getAsBoolean()) {
            requireNoFailure(streams);
            streams.lanes().forEach(lane -> progress.stepTo(lane.nextOffset()));
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private static void requireNoFailure(ThalwegStreams streams) {
        streams.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    // ---- with a spectator: go on until Ctrl-C

    private int watch(ThalwegConfig config, EmbeddedParts parts) {
        say(
                "topics %s, %s",
                String.join(", ", inputs(config)),
                String.join(", ", config.topics().all()));
        say("Ctrl-C ends it%s", plan.directory() == null ? "" : "; the same --dir goes on from here");
        try (InputFeed feed = InputFeed.open(config);
                DemoEvents events = events(config, parts);
                Measured measured = plan.served() == null ? null : new Measured(parts.directory());
                ThalwegStreams streams = start(config, parts, measured);
                Serving serving = serve(config, measured)) {
            LiveTable table = new LiveTable(out, streams, () -> events.best(config));
            boolean isOpen = true;
            for (long published = 0; !interruption.hasCome(); ) {
                isOpen = isOpen && events.publication().publishNext(feed);
                if (isOpen) {
                    published++;
                    plan.pace().await();
                } else {
                    LockSupport.parkNanos(GLANCE.toNanos());
                }
                table.refresh(published);
                tellBest(serving, events, config);
                requireNoFailure(streams);
            }
        }
        say("stopped");
        return 0;
    }

    /** Now and then, by the thread that moves the shop. */
    private void tellBest(@Nullable Serving serving, DemoEvents events, ThalwegConfig config) {
        long now = System.nanoTime();
        if (serving != null && now - lastBest > BEST_EVERY_NANOS) {
            lastBest = now;
            Map<String, LivePage.Truth> truths = new LinkedHashMap<>();
            events.truths(config)
                    .forEach((task, best) -> truths.put(task, new LivePage.Truth(best.labelled(), best.error())));
            serving.page().best(truths);
        }
    }

    private static List<String> inputs(ThalwegConfig config) {
        return config.input().topics().stream().map(topic -> topic.name()).toList();
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}

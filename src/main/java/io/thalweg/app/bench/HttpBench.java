package io.thalweg.app.bench;

import io.thalweg.app.serve.Serving;
import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.simulate.ClickLog;
import io.thalweg.stream.SnapshotStore;
import io.thalweg.stream.StreamException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** How fast models are asked over HTTP while another process learns. */
public final class HttpBench {
    private static final long FILLING = 1_050_000; // a snapshot is taken at a million
    private static final double LEARNED_PER_SECOND = 5_000;
    private static final int ASKED_PER_SECOND = 1_000;
    private static final int BATCH = 256;
    private static final ServeSettings.Limits UNBOUNDED = new ServeSettings.Limits(4 << 20, 1_000_000, 64, 1_024);
    private static final int REQUESTS = 64; // different ones

    private final Bench.Parts parts;
    private final LoadPlan plan;
    private final Consumer<String> progress;
    private final BooleanSupplier stopped;

    /**
     * Measurements to be made.
     *
     * @param progress told in a line what is going on
     * @param stopped whether to end early, between two models
     */
    public HttpBench(Bench.Parts parts, LoadPlan plan, Consumer<String> progress, BooleanSupplier stopped) {
        this.parts = parts;
        this.plan = plan;
        this.progress = progress;
        this.stopped = stopped;
    }

    /** Makes them; empty if they were stopped. */
    public Optional<HttpReport> run() {
        Map<String, HttpReport.Figures> figures = new LinkedHashMap<>();
        for (Workload.Model model : List.of(Workload.Model.LINEAR, Workload.Model.SHARED)) {
            if (stopped.getAsBoolean()) {
                return Optional.empty();
            }
            figures.put(model.name().toLowerCase(Locale.ROOT), measure(model));
        }
        return Optional.of(new HttpReport(Machine.here(), plan, figures));
    }

    private HttpReport.Figures measure(Workload.Model model) {
        String app = "serve-" + model.name().toLowerCase(Locale.ROOT);
        String topic = "bench." + app;
        ThalwegConfig config = Workload.config(model, app, topic)
                .withServers(Map.of("bootstrap.servers", parts.bootstrap()), Map.of("url", parts.registry()));
        ClickLog log = new ClickLog(plan.seed());
        progress.accept("%s: publishing %,d events".formatted(app, FILLING));
        ClickFeed feed = new ClickFeed(parts, topic, log);
        feed.publish(FILLING);
        var servers = new Assignment.Servers(parts.bootstrap(), parts.registry(), parts.brokerPid());
        var task = new RecoveryLearner.Task(model, app, topic, Workload.USUAL, servers);
        Path directory = parts.directory();
        ServeSettings usual = ServeSettings.USUAL.at(new ListenAddress("127.0.0.1", 0));
        ServeSettings settings = new ServeSettings(usual.listen(), usual.tls(), usual.auth(), UNBOUNDED);
        try (PacedFeed paced = new PacedFeed(feed, LEARNED_PER_SECOND);
                RecoveryProcess learner =
                        new RecoveryProcess(task, directory.resolve(app), directory.resolve(app + ".log"))) {
            progress.accept("%s: learning up to the first snapshot".formatted(app));
            await(config, learner);
            try (Serving serving = Serving.start(settings, new Serving.Shown(config, "bench"), null)) {
                Thread.sleep(5_000); // until it has the model, and the learner has the rest
                paced.start();
                return measure(config, new HttpLoad(serving.uri(), plan.seconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
    }

    private static void await(ThalwegConfig config, RecoveryProcess learner) {
        try (SnapshotStore store = SnapshotStore.open(config)) {
            learner.await(() -> !listed(store).isEmpty());
        }
    }

    /** None while there is no topic yet. */
    private static List<SnapshotStore.Listed> listed(SnapshotStore store) {
        try {
            return store.list();
        } catch (StreamException e) {
            return List.of();
        }
    }

    private HttpReport.Figures measure(ThalwegConfig config, HttpLoad load) {
        Examples examples = new Examples(config, new ClickLog(plan.seed() + 1));
        List<byte[]> single = new ArrayList<>();
        List<byte[]> batches = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            single.add(HttpLoad.post("/v1/score", examples.request(1)));
            batches.add(HttpLoad.post("/v1/score", examples.request(BATCH)));
        }
        List<byte[]> empty = List.of(HttpLoad.get("/health/live"));
        progress.accept("%s: asking for %d s each".formatted(config.app(), plan.seconds()));
        load.evenly(single, ASKED_PER_SECOND); // warm
        int tasks = config.features().tasks().size();
        return new HttpReport.Figures(
                load.evenly(empty, ASKED_PER_SECOND),
                load.evenly(single, ASKED_PER_SECOND),
                load.greedily(empty),
                BATCH * load.greedily(batches),
                tasks);
    }

    /** Requests of a click log's records. */
    private static final class Examples implements ClickLogFields.Taker {
        private final ThalwegConfig config;
        private final ClickLog log;
        private final ClickLogFields fields;
        private final StringBuilder json = new StringBuilder();

        Examples(ThalwegConfig config, ClickLog log) {
            this.config = config;
            this.log = log;
            fields = new ClickLogFields(config.input());
        }

        String request(int examples) {
            json.setLength(0);
            for (int i = 0; i < examples; i++) {
                json.append(i == 0 ? "{\"examples\":[{" : ",{");
                log.advance();
                fields.give(log, this);
                json.setCharAt(json.length() - 1, '}'); // in place of the last comma
            }
            return json.append("]}").toString();
        }

        private void put(int column, Object value) {
            String field = config.input().columns().get(column).field();
            if (!ClickLog.LABELS.contains(field)) {
                json.append('"').append(field).append("\":").append(value).append(',');
            }
        }

        @Override
        public void time(int column, long millis) {
            put(column, millis);
        }

        @Override
        public void text(int column, long value) {
            put(column, value);
        }

        @Override
        public void number(int column, double value) {
            if (Double.isFinite(value)) {
                put(column, value == Math.rint(value) ? (Object) (long) value : (Object) value);
            }
        }
    }
}

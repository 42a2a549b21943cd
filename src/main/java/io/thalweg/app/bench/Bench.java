package io.thalweg.app.bench;

import io.thalweg.check.Require;
import io.thalweg.simulate.ClickLog;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** All contestants in turns, several times, on the records of one click log. */
public final class Bench {
    private static final long WARM_UP = 300L * 1_024;
    private static final long CORE_EVENTS = 400L * 1_024;

    private final Parts parts;
    private final Size size;
    private final Consumer<String> progress;
    private final BooleanSupplier stopped;

    /** What the benchmark stands on; {@code brokerPid} says how much processor time the broker took. */
    public record Parts(String bootstrap, String registry, long brokerPid, Path directory) {}

    /** How much is measured; {@code events} are cut to whole batches, so that none waits for company at the end. */
    public record Size(long events, int repeats, long seed) {
        public Size {
            events = events / Workload.BATCH * Workload.BATCH;
            Require.that(events >= Workload.BATCH, "--events must be at least %d", Workload.BATCH);
            Require.that(repeats >= 1 && repeats <= 100, "--repeat must be from 1 to 100, got %d", repeats);
        }
    }

    /**
     * A benchmark to be run.
     *
     * @param progress told in a line what is going on
     * @param stopped whether to end early, between two runs
     */
    public Bench(Parts parts, Size size, Consumer<String> progress, BooleanSupplier stopped) {
        this.parts = parts;
        this.size = size;
        this.progress = progress;
        this.stopped = stopped;
    }

    /** Runs it; empty if it was stopped. */
    public Optional<BenchReport> run() {
        publish(Workload.WARM_UP_TOPIC, WARM_UP, new ClickLog(size.seed() + 1));
        ClickLog log = new ClickLog(size.seed());
        publish(Workload.TOPIC, size.events(), log);
        Map<Contestant, Runs> runs = new EnumMap<>(Contestant.class);
        for (int repeat = 1; repeat <= size.repeats(); repeat++) {
            for (Contestant contestant : Contestant.values()) {
                if (stopped.getAsBoolean()) {
                    return Optional.empty();
                }
                Outcome outcome = measure(contestant, contestant.host().word().replace(' ', '-') + "-" + repeat);
                runs.computeIfAbsent(contestant, one -> new Runs()).add(outcome);
                progress.accept("%d/%d %-13s %,9.0f events/s"
                        .formatted(repeat, size.repeats(), contestant.word(), outcome.rate()));
            }
        }
        Map<String, Double> best = new LinkedHashMap<>();
        best.put("click", log.best("clicked").error());
        best.put("dwell", log.best("dwell_s").error());
        best.put("buy", log.best("bought").error());
        return Optional.of(new BenchReport(Machine.here(), size, runs, best));
    }

    private void publish(String topic, long events, ClickLog log) {
        progress.accept("publishing %,d events on %s".formatted(events, topic));
        try (ClickFeed feed = new ClickFeed(parts, topic, log)) {
            feed.publish(events);
        }
    }

    private Outcome measure(Contestant contestant, String run) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrap()))) {
            if (contestant == Contestant.PASSTHROUGH) {
                create(admin, Workload.passThroughTopic(run + Workload.WARM), Workload.passThroughTopic(run));
            }
            long measured = contestant.isCore() ? Math.min(CORE_EVENTS, size.events()) : size.events();
            Outcome outcome = WorkerProcess.run(new Assignment(
                    contestant,
                    run,
                    new Assignment.Servers(parts.bootstrap(), parts.registry(), parts.brokerPid()),
                    parts.directory().toString(),
                    new Assignment.Events(measured, WARM_UP, size.seed())));
            if (contestant.isLastOnItsTopics()) {
                delete(admin, run);
            }
            return outcome;
        } catch (ExecutionException e) {
            throw new BenchException("the broker refuses: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
    }

    private static void create(Admin admin, String... topics) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(topics).stream()
                        .map(topic -> new NewTopic(topic, 1, (short) 1))
                        .toList())
                .all()
                .get();
    }

    /** A run's topics hold gigabytes that nobody needs any more. */
    private static void delete(Admin admin, String run) throws ExecutionException, InterruptedException {
        List<String> own = admin.listTopics().names().get().stream()
                .filter(topic -> topic.contains(run))
                .toList();
        admin.deleteTopics(own).all().get();
    }
}

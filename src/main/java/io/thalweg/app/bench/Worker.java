package io.thalweg.app.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.replay.Course;
import io.thalweg.replay.Replayer;
import io.thalweg.replay.Student;
import io.thalweg.replay.TrainLog;
import io.thalweg.simulate.ClickLog;
import io.thalweg.stream.Chronicle;
import io.thalweg.stream.LaneStatus;
import io.thalweg.stream.Placement;
import io.thalweg.stream.ThalwegStreams;
import io.thalweg.stream.ThalwegStreams.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Main class of a JVM that measures one contestant once. The program is warmed up with other records first, so that the
 * figure is that of a learner that has been running for a while. Prints the {@link Outcome} as JSON, in one line.
 */
final class Worker {
    private static final double NANOS = 1e9;
    private static final long GLANCE_NANOS = 20_000_000;

    private final Assignment task;

    private Worker(Assignment task) {
        this.task = task;
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream parent = System.out;
        System.setOut(System.err);
        endWithParent();
        ObjectMapper json = new ObjectMapper();
        Outcome outcome = new Worker(json.readValue(arguments[0], Assignment.class)).measure();
        parent.println(json.writeValueAsString(outcome));
        parent.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Standard input ends when the parent does. */
    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {}
                    } catch (IOException e) {
                        System.err.println("standard input failed: " + e);
                    }
                    Runtime.getRuntime().halt(1);
                },
                "leash");
        watch.setDaemon(true);
        watch.start();
    }

    private Outcome measure() {
        if (task.contestant().isCore()) {
            return core();
        }
        if (task.contestant() == Contestant.PASSTHROUGH) {
            copy(
                    task.run() + Workload.WARM,
                    Workload.WARM_UP_TOPIC,
                    task.events().warmUp());
            return copy(task.run(), Workload.TOPIC, task.events().measured());
        }
        if (task.contestant() == Contestant.REPLAY_SHARED) {
            replay(task.run() + Workload.WARM, task.events().warmUp());
            return replay(task.run(), task.events().measured());
        }
        learn(task.run() + Workload.WARM, Workload.WARM_UP_TOPIC, task.events().warmUp());
        return learn(task.run(), Workload.TOPIC, task.events().measured());
    }

    private Path state() {
        return Path.of(task.directory(), task.run());
    }

    private Outcome copy(String run, String topic, long events) {
        String application = Workload.passThroughGroup(run);
        try (Committed committed = new Committed(task.servers().bootstrap(), application, topic);
                PassThrough copying = new PassThrough(
                        task.servers().bootstrap(), application, state(), topic, Workload.passThroughTopic(run))) {
            await(copying::isRunning);
            return timed(events, () -> committed.offset() >= events);
        }
    }

    private Outcome learn(String run, String topic, long events) {
        ThalwegConfig config = config(run, topic);
        ThalwegStreams streams =
                ThalwegStreams.start(config, new Placement(state(), "bench"), EnumSet.allOf(Part.class));
        try (streams) {
            await(() -> streams.states().values().stream().allMatch(state -> state == KafkaStreams.State.RUNNING));
            Outcome outcome = timed(events, () -> isLearned(streams, events));
            streams.close();
            LaneStatus lane = streams.lanes().get(0);
            if (lane.totals().learned() != events || lane.totals().pending() != 0) {
                throw new IllegalStateException("%d events, but %s".formatted(events, lane.totals()));
            }
            return outcome.withQuality(quality(lane.metrics()));
        }
    }

    private ThalwegConfig config(String run, String topic) {
        return Workload.config(
                        task.contestant().model(), run, topic, task.contestant().pace())
                .withServers(
                        Map.of("bootstrap.servers", task.servers().bootstrap()),
                        Map.of("url", task.servers().registry()));
    }

    private Outcome replay(String run, long events) {
        ThalwegConfig config = config(run, Workload.TOPIC);
        try (Chronicle chronicle = Chronicle.open(config, state -> {})) {
            TrainLog log = chronicle.log();
            Course course = new Course(Student.of(new Lane(config.lane())), Outputs.NONE);
            Outcome outcome = timed(events, () -> {
                new Replayer(course, null, 0).run(log.read(log.begin(), log.end()), position -> {});
                return true;
            });
            if (course.counts().learned() != events) {
                throw new IllegalStateException("%d events, but %s".formatted(events, course.counts()));
            }
            return outcome.withQuality(quality(course.lane().metrics()));
        }
    }

    private static boolean isLearned(ThalwegStreams streams, long events) {
        streams.failure().ifPresent(failure -> {
            throw failure;
        });
        return streams.counts().logged() >= events
                && streams.behind(Part.ROUTE) == 0
                && streams.behind(Part.LEARN) == 0;
    }

    private Outcome core() {
        ThalwegConfig config = Workload.config(task.contestant().model(), task.run(), Workload.TOPIC);
        Memory memory = new Memory(config);
        ClickLog log = new ClickLog(task.events().seed());
        List<LogRecord> warmUp = memory.records(log, (int) task.events().warmUp());
        List<LogRecord> measured = memory.records(log, (int) task.events().measured());
        Lane lane = new Lane(config.lane());
        apply(lane, warmUp);
        Outcome outcome = timed(measured.size(), () -> {
            apply(lane, measured);
            return true;
        });
        return outcome.withQuality(quality(lane.metrics()));
    }

    private static void apply(Lane lane, List<LogRecord> records) {
        for (LogRecord record : records) {
            long offset = lane.nextOffset();
            lane.apply(offset, offset, record, Outputs.NONE);
        }
    }

    private Outcome timed(long events, BooleanSupplier done) {
        Profile profile = new Profile(task.servers().brokerPid());
        long start = System.nanoTime();
        await(done);
        double seconds = (System.nanoTime() - start) / NANOS;
        Map<String, Double> cpu = profile.stop();
        return new Outcome(events, seconds, Map.of(), cpu, profile.where(), profile.heap());
    }

    private static void await(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    private static Map<String, Double> quality(List<TaskMetrics> metrics) {
        Map<String, Double> quality = new TreeMap<>();
        for (TaskMetrics task : metrics) {
            quality.put(task.task(), task.lifetime().main().value());
        }
        return quality;
    }
}

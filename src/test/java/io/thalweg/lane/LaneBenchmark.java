package io.thalweg.lane;

import io.thalweg.balance.Balance;
import io.thalweg.balance.Famo;
import io.thalweg.balance.Fixed;
import io.thalweg.balance.GradNorm;
import io.thalweg.balance.Nash;
import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.loss.Huber;
import io.thalweg.loss.Logistic;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.publish.Outputs;
import io.thalweg.sharing.Attention;
import io.thalweg.sharing.CrossStitch;
import io.thalweg.sharing.Kernel;
import io.thalweg.sharing.Ple;
import io.thalweg.sharing.Relation;
import io.thalweg.sharing.Sharing;
import io.thalweg.sharing.Sluice;
import io.thalweg.sharing.Soft;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many examples a second one lane learns from on one core, without any log. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
public class LaneBenchmark {
    private static final int EXAMPLES = 65_536;
    private static final int CATEGORIES = 26;
    private static final int NUMBERS = 13;

    @Param({
        "linear",
        "shared",
        "wide",
        "one",
        "mmoe",
        "cgc",
        "ple",
        "cross-stitch",
        "attention",
        "sluice",
        "soft",
        "soft each-other",
        "soft admm",
        "relation",
        "perceptron",
        "kernel",
        "shared nash",
        "shared gradnorm",
        "shared famo"
    })
    public String model;

    private final List<LogRecord> records = new ArrayList<>();
    private Lane lane;
    private long offset;

    @Setup
    public void prepare() {
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < CATEGORIES; i++) {
            features.add(new Feature.Category("c" + i, i, 8));
        }
        for (int i = 0; i < NUMBERS; i++) {
            features.add(new Feature.Numeric("n" + i, CATEGORIES + i, false, true));
        }
        var identity = new LabelTransform.Identity();
        var tasks = List.of(
                new Task("click", new Logistic(), identity, 1),
                new Task("dwell", new Huber(1), new LabelTransform.Log1p(), 1),
                new Task("buy", new Logistic(), identity, 1));
        var map = new FeatureMap(features, tasks, List.of(), 1 << 20);
        var settings = new ModelSettings(
                sharing(),
                layers(),
                List.of(),
                model.equals("linear") || model.equals("wide"),
                new Optimiser.AdaGrad(0.05, 1e-8, 0),
                new Optimiser.AdaGrad(0.05, 1e-8, 0),
                42);
        lane = new Lane(new LaneSettings(
                map,
                settings.with(balance()),
                new BatchSettings(256, 10_000_000, BatchSettings.Schedule.EACH),
                Long.MAX_VALUE,
                100_000,
                10_000,
                0,
                ""));
        var random = new SplittableRandom(1);
        for (int i = 0; i < EXAMPLES; i++) {
            records.add(new LogRecord.Event(example(map, random, i)));
        }
    }

    private Balance balance() {
        return switch (model) {
            case "shared nash" -> new Nash(20);
            case "shared gradnorm" -> new GradNorm(0.5, 0.01, 10_000);
            case "shared famo" -> new Famo(1, 0.001, 10_000);
            default -> new Fixed();
        };
    }

    private List<Integer> layers() {
        return switch (model) {
            case "linear" -> List.of();
            case "shared", "wide", "shared nash", "shared gradnorm", "shared famo" -> List.of(128, 64);
            default -> List.of(64);
        };
    }

    private Sharing sharing() {
        return switch (model) {
            case "mmoe" -> new Sharing.Mmoe(4);
            case "cgc" -> new Ple(1, 1, 2);
            case "ple" -> new Ple(2, 1, 2);
            case "cross-stitch" -> new CrossStitch(10);
            case "attention" -> new Attention(0.01);
            case "sluice" -> new Sluice(10, 0.01);
            case "soft" -> new Soft(new Soft.Mean(0.01));
            case "soft each-other" -> new Soft(new Soft.Pairwise(0.01));
            case "soft admm" -> new Soft(new Soft.Admm(0.01, 0.1, 20, 0.01));
            case "relation" -> new Relation(new Relation.Covariance(0.0003, 50, 100));
            case "perceptron" -> new Relation(new Relation.Perceptron(1));
            case "kernel" -> new Kernel(3, 1);
            default -> new Sharing.Hard();
        };
    }

    private static Example example(FeatureMap map, SplittableRandom random, int time) {
        int[] categories = new int[CATEGORIES];
        for (int i = 0; i < CATEGORIES; i++) {
            int vocabulary = (int) Math.pow(10, 1 + 5.0 * i / CATEGORIES);
            int value = (int) (vocabulary * Math.pow(random.nextDouble(), 4));
            categories[i] = (i * 31 + value * 0x9e3779b9) >>> 12;
        }
        float[] numbers = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = (float) random.nextDouble();
        }
        float[] labels = {
            random.nextDouble() < 0.23 ? 1 : 0, (float) (random.nextDouble() * 60), random.nextDouble() < 0.04 ? 1 : 0
        };
        return new Example(
                map.fingerprint(),
                null,
                time,
                new Source("log", 0, time),
                categories,
                new int[0][],
                numbers,
                new int[] {0, 1, 2},
                labels,
                new float[0]);
    }

    @Benchmark
    @OperationsPerInvocation(EXAMPLES)
    public long learn() {
        for (LogRecord record : records) {
            lane.apply(offset++, offset, record, Outputs.NONE);
        }
        return lane.nextOffset();
    }
}

package io.thalweg.feature;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Source;
import io.thalweg.ingest.TimeRule;
import io.thalweg.loss.Logistic;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many events with 26 categories and 13 numbers, all under a logarithm, are extracted in a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ExtractorBenchmark {
    private static final int CATEGORIES = 26;
    private static final int NUMBERS = 13;
    private static final int EVENTS = 4_096;

    private final Observation[] events = new Observation[EVENTS];
    private final Extractor extractor;
    private int next;

    /** Makes the events beforehand: reading them is not the question here. */
    public ExtractorBenchmark() {
        List<Column> columns = new ArrayList<>(List.of(new Column("at", Column.Kind.TIME)));
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < CATEGORIES; i++) {
            features.add(new Feature.Category("c" + i, columns.size(), 8));
            columns.add(new Column("c" + i, Column.Kind.TEXT));
        }
        for (int i = 0; i < NUMBERS; i++) {
            features.add(new Feature.Numeric("n" + i, columns.size(), true, true));
            columns.add(new Column("n" + i, Column.Kind.NUMBER));
        }
        columns.add(new Column("clicked", Column.Kind.NUMBER));
        List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
        InputTopic topic = new InputTopic("clicks", all, List.of(0), true);
        InputMap input = new InputMap(columns, 0, -1, new TimeRule(1, 0, Long.MAX_VALUE), List.of(topic));
        Task click = new Task("click", new Logistic(), new LabelTransform.Identity(), 1);
        LabelColumn label = new LabelColumn(0, columns.size() - 1, new LabelColumn.Rule.Value(), -1);
        extractor = new Extractor(new FeatureMap(features, List.of(click), List.of(label), 1 << 20), input);
        SplittableRandom random = new SplittableRandom(1);
        ObservationBuilder builder = new ObservationBuilder(input);
        for (int i = 0; i < EVENTS; i++) {
            builder.begin(topic);
            builder.time(0, i);
            IntStream.rangeClosed(1, CATEGORIES)
                    .forEach(c -> builder.text(c, Long.toHexString(random.nextLong(1L << 32))));
            IntStream.rangeClosed(1, NUMBERS).forEach(n -> builder.number(CATEGORIES + n, random.nextInt(1_000)));
            builder.number(columns.size() - 1, random.nextInt(2));
            events[i] = ((Decoded.Accepted) builder.build(new Source("clicks", 0, i))).observation();
        }
    }

    @Benchmark
    public Extracted events() {
        return extractor.extract(events[next++ % EVENTS]);
    }
}

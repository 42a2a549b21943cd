package io.thalweg.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.thalweg.check.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** All meters of a process. Any thread may use them. */
public final class Meters implements AutoCloseable {
    private static final double NANOS_A_MILLI = 1e6;
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofMinutes(10)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();
    private final List<Runnable> questions = new CopyOnWriteArrayList<>();

    /** With those of the JVM, and of the disk that {@code state} is on. */
    public Meters(Path state) {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new DiskSpaceMetrics(state.toAbsolutePath().toFile()).bindTo(registry);
        collections.bindTo(registry);
        pressure.bindTo(registry);
    }

    /** Where binders of other meters put them. */
    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Has this done before each scrape, so that gauges are as of then. */
    void beforeScrape(Runnable question) {
        questions.add(question);
    }

    /** What a Prometheus reads, in its text format 0.0.4; one at a time. */
    public synchronized String scrape() {
        questions.forEach(Runnable::run);
        return registry.scrape();
    }

    /** Adds one time to the histogram of these label values. */
    public void time(MeterName name, double millis, String... values) {
        timer(name, values).record((long) (NANOS_A_MILLI * millis), TimeUnit.NANOSECONDS);
    }

    /** The counter of these label values; the same one if it is there. */
    Counter counter(MeterName name, String... values) {
        require(name, MeterName.Kind.COUNTER);
        return Counter.builder(name.id())
                .description(name.help())
                .tags(tags(name, values))
                .register(registry);
    }

    /** The histogram of these label values; the same one if it is there. */
    Timer timer(MeterName name, String... values) {
        require(name, MeterName.Kind.TIMER);
        return Timer.builder(name.id())
                .description(name.help())
                .tags(tags(name, values))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** All series of a gauge, to be set at once. */
    MultiGauge gauge(MeterName name) {
        require(name, MeterName.Kind.GAUGE);
        return MultiGauge.builder(name.id()).description(name.help()).register(registry);
    }

    static Tags tags(MeterName name, String... values) {
        List<String> labels = name.labels();
        Require.that(labels.size() == values.length, "%s has the labels %s", name, labels);
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(labels.get(i), values[i]);
        }
        return tags;
    }

    private static void require(MeterName name, MeterName.Kind kind) {
        Require.that(name.kind() == kind, "%s is a %s", name, name.kind());
    }

    @Override
    public void close() {
        collections.close();
        pressure.close();
        registry.close();
    }
}

package io.thalweg.observe;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.Memory;
import io.thalweg.model.Held;
import io.thalweg.stream.ThalwegStreams;
import io.thalweg.stream.ThalwegStreams.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the applications of this process stand: whether they run, what lies before them, and what the model takes. */
public final class PartMeters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartMeters.class);
    private static final long EVERY_SECONDS = 5;

    private final ThalwegStreams streams;
    private final MultiGauge running;
    private final MultiGauge lag;
    private final Map<Part, Double> behind = new ConcurrentHashMap<>();
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "lag watch");
        thread.setDaemon(true);
        return thread;
    });

    /** Watches {@code streams} until it is closed. */
    public PartMeters(Meters meters, ThalwegStreams streams, LaneSettings settings) {
        this.streams = streams;
        running = meters.gauge(MeterName.RUNNING);
        lag = meters.gauge(MeterName.LAG);
        MultiGauge memory = meters.gauge(MeterName.MEMORY);
        meters.beforeScrape(this::refresh);
        asking.execute(() -> memory.register(rows(Memory.of(settings)), true));
        asking.scheduleWithFixedDelay(this::ask, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private static List<MultiGauge.Row<?>> rows(Memory memory) {
        Map<Tags, Long> bytes = new LinkedHashMap<>();
        for (Held part : memory.parts()) {
            add(bytes, part.name(), "parameters", part.parameters());
            add(bytes, part.name(), "optimiser", part.state());
            add(bytes, part.name(), "counts", part.counts());
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        bytes.forEach((tags, sum) -> rows.add(MultiGauge.Row.of(tags, sum)));
        return rows;
    }

    private static void add(Map<Tags, Long> bytes, String arena, String kind, long numbers) {
        if (numbers > 0) {
            bytes.merge(Meters.tags(MeterName.MEMORY, arena, kind), Float.BYTES * numbers, Long::sum);
        }
    }

    /** Here and not at a scrape, because a broker may take its time. */
    private void ask() {
        try {
            streams.states().keySet().forEach(this::ask);
        } catch (RuntimeException e) { // would end the asking for good
            log.warn("the streams do not say how they are", e);
        }
    }

    private void ask(Part part) {
        try {
            behind.put(part, (double) streams.behind(part));
        } catch (RuntimeException e) {
            behind.put(part, Double.NaN);
            log.debug("the broker does not say how far behind {} is", part, e);
        }
    }

    private void refresh() {
        List<MultiGauge.Row<?>> states = new ArrayList<>();
        streams.states().forEach((part, state) -> {
            boolean runs = state == KafkaStreams.State.RUNNING;
            states.add(MultiGauge.Row.of(Meters.tags(MeterName.RUNNING, StreamMeters.name(part)), runs ? 1 : 0));
        });
        running.register(states, true);
        List<MultiGauge.Row<?>> lags = new ArrayList<>();
        behind.forEach((part, records) ->
                lags.add(MultiGauge.Row.of(Meters.tags(MeterName.LAG, StreamMeters.name(part)), records)));
        lag.register(lags, true);
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}

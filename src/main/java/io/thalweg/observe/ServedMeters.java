package io.thalweg.observe;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether there is a model that answers over HTTP, and how old it is. */
public final class ServedMeters {
    private static final double MILLIS = 1e3;

    /** @param age of the model that answers; empty if none does */
    public ServedMeters(Meters meters, Supplier<Optional<Duration>> age) {
        MultiGauge serving = meters.gauge(MeterName.SERVING);
        MultiGauge ages = meters.gauge(MeterName.SERVED_AGE);
        meters.beforeScrape(() -> {
            Optional<Duration> now = age.get();
            serving.register(List.of(Row.of(Tags.empty(), now.isPresent() ? 1 : 0)), true);
            ages.register(now.stream().map(ServedMeters::row).toList(), true);
        });
    }

    private static Row<?> row(Duration age) {
        return Row.of(Tags.empty(), age.toMillis() / MILLIS);
    }
}

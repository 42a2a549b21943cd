package io.thalweg.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetersTest {
    private final Meters meters = new Meters(Path.of("."));

    @AfterEach
    void close() {
        meters.close();
    }

    private static String[] values(MeterName name) {
        return Collections.nCopies(name.labels().size(), "some").toArray(new String[0]);
    }

    private void use(MeterName name) {
        switch (name.kind()) {
            case COUNTER -> meters.counter(name, values(name)).increment();
            case TIMER -> meters.timer(name, values(name)).record(java.time.Duration.ofMillis(3));
            case GAUGE ->
                meters.gauge(name).register(List.of(MultiGauge.Row.of(Meters.tags(name, values(name)), 1)), true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMeterIsScrapedUnderItsNameWithItsHelp(MeterName name) {
        use(name);
        String type = name.kind() == MeterName.Kind.TIMER
                ? "histogram"
                : name.kind().name().toLowerCase(Locale.ROOT);
        assertThat(meters.scrape())
                .contains("# HELP " + name.prometheus() + " " + name.help())
                .contains("# TYPE " + name.prometheus() + " " + type);
    }

    @Test
    void timesStandInBucketsOfSeconds() {
        use(MeterName.STEP);
        assertThat(meters.scrape())
                .contains("thalweg_step_seconds_bucket{le=\"0.0025\"} 0")
                .contains("thalweg_step_seconds_bucket{le=\"0.005\"} 1")
                .contains("thalweg_step_seconds_count 1");
    }

    @Test
    void theJvmAndTheDiskAreMeasuredToo() {
        assertThat(meters.scrape())
                .contains(
                        "jvm_memory_used_bytes{",
                        "jvm_gc_",
                        "jvm_threads_",
                        "process_uptime_seconds",
                        "disk_free_bytes{");
    }

    @Test
    void aMeterInsistsOnItsLabels() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meters.counter(MeterName.LEARNED))
                .withMessageContaining("[lane]");
        assertThat(Meters.tags(MeterName.LEARNED, "0")).isEqualTo(Tags.of("lane", "0"));
    }
}

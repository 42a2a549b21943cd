package io.thalweg.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServedMetersTest {
    @Test
    void withoutAModelThereIsNoAge() {
        AtomicReference<Optional<Duration>> age = new AtomicReference<>(Optional.empty());
        try (Meters meters = new Meters(Path.of("."))) {
            new ServedMeters(meters, age::get);
            assertThat(meters.scrape()).contains("thalweg_serving 0.0").doesNotContain("thalweg_served_model_age");
            age.set(Optional.of(Duration.ofMillis(1_500)));
            assertThat(meters.scrape()).contains("thalweg_serving 1.0", "thalweg_served_model_age_seconds 1.5");
        }
    }
}

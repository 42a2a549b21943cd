package io.thalweg.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void quantilesAreValuesThatWereMeasured() {
        Sample sample = Sample.of(DoubleStream.of(3, 1, 4, 2));
        assertThat(sample.quantile(0)).isEqualTo(1);
        assertThat(sample.quantile(0.5)).isEqualTo(2);
        assertThat(sample.quantile(0.51)).isEqualTo(3);
        assertThat(sample.quantile(1)).isEqualTo(4);
        assertThat(Sample.of(DoubleStream.empty()).quantile(0.5)).isNaN();
    }

    @Test
    void whatIsCalledIsTimed() {
        int[] calls = {0};
        Sample micros = Sample.timing(10, event -> {
            calls[0]++;
            return event;
        });
        assertThat(micros.values()).hasSize(10).isSorted();
        assertThat(calls[0]).isGreaterThan(10);
    }
}

package io.thalweg.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.bench.ServeReport.Embedded;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServeReportTest {
    private static Latencies upTo(int micros) {
        return new Latencies(
                LongStream.rangeClosed(1, 100).map(i -> i * micros * 10).toArray());
    }

    @Test
    void aScoreIsComparedWithItsGoalAndItsFloor() {
        ServeReport report = new ServeReport(
                Machine.here(),
                List.of(new Embedded("linear", upTo(4), upTo(1), 5), new Embedded("shared", upTo(400), upTo(1), 50)));
        assertThat(report.lines())
                .anySatisfy(line -> assertThat(line).contains("linear", "2.04", "4.0", "goal 5"))
                .anySatisfy(line -> assertThat(line).contains("shared", "204.00", "MISSES 50"));
    }

    @Test
    void quantilesAreValuesThatWereMeasured() {
        assertThat(upTo(1).quantile(0)).isEqualTo(0.01);
        assertThat(upTo(1).quantile(0.5)).isEqualTo(0.51);
        assertThat(upTo(1).quantile(1)).isEqualTo(1);
    }

    @Test
    void whatIsCalledIsTimed() {
        int[] calls = {0};
        Latencies latencies = Latencies.of(10, event -> {
            calls[0]++;
            return event;
        });
        assertThat(latencies.nanos()).hasSize(10).isSorted();
        assertThat(calls[0]).isGreaterThan(10);
    }

    @Test
    void theFloorIsOfTheModelsSize() {
        assertThat(new BareModel(3).score(7)).isFinite();
        BareModel shared = new BareModel(2, 4, 3);
        assertThat(shared.score(5)).isEqualTo(shared.score(5)).isNotZero();
    }
}

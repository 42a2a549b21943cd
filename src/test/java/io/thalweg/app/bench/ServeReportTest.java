package io.thalweg.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.bench.ServeReport.Embedded;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServeReportTest {
    private static Sample upTo(int micros) {
        return Sample.of(IntStream.rangeClosed(1, 100).mapToDouble(i -> i * micros / 100.0));
    }

    @Test
    void aScoreIsComparedWithItsGoalAndItsFloor() {
        ServeReport report = new ServeReport(
                Machine.here(),
                List.of(new Embedded("linear", upTo(4), upTo(1), 5), new Embedded("shared", upTo(400), upTo(1), 50)));
        assertThat(report.lines())
                .anySatisfy(line -> assertThat(line).contains("linear", "2.00", "4.0", "goal 5"))
                .anySatisfy(line -> assertThat(line).contains("shared", "200.00", "MISSES 50"));
    }

    @Test
    void theFloorIsOfTheModelsSize() {
        assertThat(new BareModel(3).score(7)).isFinite();
        BareModel shared = new BareModel(2, 4, 3);
        assertThat(shared.score(5)).isEqualTo(shared.score(5)).isNotZero();
    }
}

package io.thalweg.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyReportTest {
    private static LatencyReport.Figures upTo(int millis) {
        return new LatencyReport.Figures(
                "linear",
                LatencyReport.DEFAULT,
                Sample.of(LongStream.rangeClosed(1, millis).asDoubleStream()),
                0.75);
    }

    @Test
    void aMissedGoalIsSaidAndSoIsThatNothingWasAnswered() {
        List<String> lines =
                new LatencyReport(Machine.here(), new LoadPlan(20, 1), List.of(upTo(302), upTo(304), upTo(0))).lines();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("linear"))
                .satisfiesExactly(
                        met -> assertThat(met).contains(" 299 ", "0.75").doesNotContain("MISSES"),
                        late -> assertThat(late).endsWith("0.75  MISSES").contains(" 301 "),
                        none -> assertThat(none).endsWith("MISSES"));
    }
}

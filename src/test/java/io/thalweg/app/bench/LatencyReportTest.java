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
                LongStream.rangeClosed(1, millis).toArray(),
                0.75);
    }

    @Test
    void quantilesAreThoseOfTheAnswers() {
        assertThat(upTo(100).quantile(0.5)).isEqualTo(50);
        assertThat(upTo(100).quantile(0.99)).isEqualTo(99);
        assertThat(upTo(100).quantile(1)).isEqualTo(100);
        assertThat(upTo(0).quantile(0.99)).isNaN();
    }

    @Test
    void aMissedGoalIsSaidAndSoIsThatNothingWasAnswered() {
        List<String> lines = new LatencyReport(
                        Machine.here(), new Latency.Plan(20, 1), List.of(upTo(302), upTo(304), upTo(0)))
                .lines();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("linear"))
                .satisfiesExactly(
                        met -> assertThat(met).contains(" 299 ", "0.75").doesNotContain("MISSES"),
                        late -> assertThat(late).endsWith("0.75  MISSES").contains(" 301 "),
                        none -> assertThat(none).endsWith("MISSES"));
    }
}

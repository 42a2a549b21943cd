package io.thalweg.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.app.bench.RecoveryProcess.CatchUp;
import io.thalweg.app.bench.RecoveryProcess.Restore;
import io.thalweg.app.bench.TimedClients.Stall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryReportTest {
    private static RecoveryReport report(double kill, double stall) {
        List<Stall> checkpoints = List.of(new Stall(stall, 3 << 20));
        List<CatchUp> catchUps = List.of(new CatchUp(17_426, 733), new CatchUp(48, 225));
        List<Restore> restores = List.of(new Restore(0, 500), new Restore(1 << 16, 750));
        var figures = new RecoveryReport.Figures(
                checkpoints, List.of(4.0, 5.0, 30.0), restores, catchUps, List.of(9.0, kill, 1.0));
        return new RecoveryReport(Machine.here(), new Recovery.Plan(3, 10, 1), Map.of(64, figures));
    }

    @Test
    void aRestoreOfNothingSaysNothingAboutSpeed() {
        assertThat(report(4, 50).lines())
                .anySatisfy(line -> assertThat(line).contains("restorePerGigabyte", "3.00 s", "goal 4"));
    }

    @Test
    void aMissedGoalIsCalledOne() {
        assertThat(report(4, 50).lines())
                .anySatisfy(line -> assertThat(line).contains("killToPredictionMedian", "goal 5"));
        assertThat(report(6, 50).lines())
                .anySatisfy(line -> assertThat(line).contains("killToPredictionMedian", "MISSES 5"));
        assertThat(report(4, 101).lines())
                .anySatisfy(line -> assertThat(line).contains("checkpointStallP50", "MISSES 100"));
    }

    @Test
    void restoresAreReadFromTheLog(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("log");
        Files.writeString(
                log, "12:00:00 INFO i.t.s.RestoreLog restored thalweg.a.learn-c-0: 16647 blocks in 1789 ms\n");
        assertThat(RecoveryProcess.restores(log)).containsExactly(new Restore(16_647, 1_789));
    }

    @Test
    void catchUpsAreReadFromTheLog(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("log");
        Files.writeString(
                log,
                "12:00:00 INFO i.t.stream.Recovery learned 48 committed records of thalweg.a.train-log-0 again, up to"
                        + " offset 103992, in 225 ms\n");
        assertThat(RecoveryProcess.catchUps(log)).containsExactly(new CatchUp(48, 225));
    }

    @Test
    void theLongestCatchUpIsNamed() {
        assertThat(report(4, 50).lines())
                .anySatisfy(line -> assertThat(line).contains("learnedAgainMax", "17426"))
                .anySatisfy(line -> assertThat(line).contains("catchUpMax", "0.73 s"));
    }

    @Test
    void aPlanIsWithinReason() {
        assertThatThrownBy(() -> new Recovery.Plan(0, 10, 1)).hasMessageContaining("--kills");
        assertThatThrownBy(() -> new Recovery.Plan(1, 1, 1)).hasMessageContaining("--seconds");
    }
}

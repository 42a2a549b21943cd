package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.thalweg.lane.Succession;
import io.thalweg.publish.Outputs;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final TopicPartition LOG = new TopicPartition("log", 0);

    private final Scene scene = new Scene();
    private final List<byte[]> records = scene.log(100);
    private final FakeLog log = new FakeLog(records);
    private final Traces traces = new Traces();

    private Succession learned(int count) {
        Succession lane = scene.lanes();
        for (int offset = 0; offset < count; offset++) {
            lane.apply(offset, -1, scene.trainLog().decode(records.get(offset)), Outputs.NONE);
        }
        return lane;
    }

    private Recovery recovery(Succession lane) {
        return new Recovery(log, new TrainLogReader(scene.trainLog(), LOG), lane, traces);
    }

    @Test
    void whatIsCommittedBehindTheCheckpointIsLearnedAgain() {
        Succession lane = learned(40);
        log.committedUpTo(75);
        recovery(lane).toCommitted(true);
        assertThat(log.replayed).isEqualTo(35);
        assertThat(lane.lane().nextOffset()).isEqualTo(75);
        assertThat(lane.lane().parametersSha256()).isEqualTo(learned(75).lane().parametersSha256());
    }

    @Test
    void whatWaitsAfterItHasItsTraceContextFromTheLog() {
        log.parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Succession lane = learned(40);
        log.committedUpTo(75);
        recovery(lane).toCommitted(true);
        Set<Long> waiting = new TreeSet<>(lane.lane().waiting());
        waiting.removeIf(offset -> offset < 40); // a checkpoint has brought those back
        assertThat(waiting).isNotEmpty();
        assertThat(LongStream.range(0, 75).filter(offset -> traces.take(offset) != null))
                .containsExactlyElementsOf(waiting);
    }

    @Test
    void afterACleanStopThereIsNothingToLearnAgain() {
        Succession lane = learned(40);
        log.committedUpTo(40);
        Recovery recovery = recovery(lane);
        recovery.toCommitted(true);
        recovery.upTo(40);
        assertThat(log.replayed).isZero();
    }

    @Test
    void aRecordFurtherOnIsCaughtUpWithWhenItComes() {
        Succession lane = learned(40);
        log.committedUpTo(40);
        Recovery recovery = recovery(lane);
        recovery.toCommitted(true);
        recovery.upTo(50);
        assertThat(lane.lane().nextOffset()).isEqualTo(50);
    }

    @Test
    void aNewModelBeginsWhereTheLogBegins() {
        log.beginning = 30;
        log.committedUpTo(30);
        Succession lane = learned(0);
        Recovery recovery = recovery(lane);
        recovery.toCommitted(false);
        recovery.upTo(30);
        assertThat(log.replayed).isZero();
    }

    @Test
    void aLostChangelogIsMadeUpForByAWholeLog() {
        log.committedUpTo(60);
        Succession lane = learned(0);
        recovery(lane).toCommitted(false);
        assertThat(lane.lane().parametersSha256()).isEqualTo(learned(60).lane().parametersSha256());
    }

    @Test
    void aLostChangelogAndALogThatHasForgottenAreRefused() {
        log.beginning = 30;
        log.committedUpTo(60);
        assertThatIllegalStateException().isThrownBy(() -> recovery(learned(0)).toCommitted(false));
    }

    @Test
    void anotherLogUnderTheSameNameIsRefused() {
        log.committedUpTo(10);
        assertThatIllegalStateException()
                .isThrownBy(() -> recovery(learned(40)).toCommitted(true))
                .withMessageContainingAll("up to offset 40", "committed offset is 10", "--to-offset");
        log.committed = OptionalLong.empty();
        assertThatIllegalStateException()
                .isThrownBy(() -> recovery(learned(40)).toCommitted(true))
                .withMessageContaining("committed offset is gone");
    }

    @Test
    void aRecordThatWasLearnedAlreadyIsRefused() {
        log.committedUpTo(40);
        Recovery recovery = recovery(learned(40));
        recovery.toCommitted(true);
        assertThatIllegalStateException().isThrownBy(() -> recovery.upTo(39)).withMessageContaining("came again");
    }

    @Test
    void recordsThatAreNoneOfOursAreSkippedAgain() {
        records.set(50, new byte[] {1, 2, 3});
        log.committedUpTo(60);
        Succession lane = learned(40);
        recovery(lane).toCommitted(true);
        assertThat(lane.lane().nextOffset()).isEqualTo(60);
    }

    @Test
    void aRecordOfASchemaThatNobodyKnowsIsNeitherSkippedNorLearned() {
        ByteBuffer.wrap(records.get(50)).putInt(1, 4711);
        log.committedUpTo(60);
        assertThatIllegalStateException()
                .isThrownBy(() -> recovery(learned(40)).toCommitted(true))
                .withMessageContainingAll("log-0", "offset 50", "4711");
    }
}

package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class PartitionReaderTest {
    private static final TopicPartition LOG = new TopicPartition("log", 0);

    private final Broker broker = new Broker();
    private long now;
    private final PartitionReader reader = new PartitionReader(() -> broker, LOG, () -> now);

    /** Lets 40 s of the reader's clock pass in each poll, and then does {@code before}. */
    private final class Broker extends MockConsumer<byte[], byte[]> {
        private Runnable before = () -> {};
        private Map<TopicPartition, Long> ends = Map.of(LOG, 9L);
        private final Map<Long, Long> times = new HashMap<>();

        Broker() {
            super("none");
        }

        void hold(long... offsets) {
            for (long offset : offsets) {
                addRecord(new ConsumerRecord<>(LOG.topic(), LOG.partition(), offset, null, new byte[0]));
            }
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            now += Duration.ofSeconds(40).toNanos();
            before.run();
            return super.poll(timeout);
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            return ends;
        }

        @Override
        public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            return Map.of();
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> asked, Duration timeout) {
            Map<TopicPartition, OffsetAndTimestamp> answer = new HashMap<>();
            Long offset = times.get(asked.get(LOG));
            answer.put(LOG, offset == null ? null : new OffsetAndTimestamp(offset, asked.get(LOG)));
            return answer;
        }
    }

    private List<Long> next(long to) {
        return reader.next(to).stream().map(ConsumerRecord::offset).toList();
    }

    @Test
    void whatIsBeyondComesWhenItIsWanted() {
        reader.seek(1);
        broker.before = () -> broker.hold(0, 1, 2, 3, 5);
        assertThat(next(3)).containsExactly(1L, 2L);
        assertThat(next(3)).isEmpty();
        assertThat(reader.position()).isEqualTo(3);
        assertThat(next(6)).containsExactly(3L, 5L);
    }

    @Test
    void theEndIsReachedThroughWhatIsNoRecord() {
        reader.seek(0);
        broker.hold(0, 1);
        assertThat(next(4)).containsExactly(0L, 1L);
        broker.before = () -> broker.seek(LOG, 4);
        assertThat(next(4)).isEmpty();
        assertThat(reader.position()).isEqualTo(4);
    }

    @Test
    void aMoveOfThePositionRenewsPatience() {
        reader.seek(0);
        broker.before = () -> {
            long passed = reader.position() + 1;
            if (passed == 8) {
                broker.hold(8);
            }
            broker.seek(LOG, passed);
        };
        assertThat(next(9)).containsExactly(8L);
        assertThat(Duration.ofNanos(now)).isGreaterThan(PartitionReader.PATIENCE.multipliedBy(5));
    }

    @Test
    void patienceEndsAndSaysWhere() {
        reader.seek(3);
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> reader.next(9))
                .withMessageContainingAll("log-0", "offset 3", "60 s");
        assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofSeconds(80));
        broker.hold(3);
        assertThat(next(9)).containsExactly(3L);
    }

    @Test
    void noAnswerIsNoOffset() {
        assertThat(reader.end()).isEqualTo(9);
        broker.ends = Map.of();
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(reader::end)
                .withMessageContaining("log-0");
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(reader::begin)
                .withMessageContaining("log-0");
    }

    @Test
    void aTimeIsSoughtAndOneToComeIsTheEnd() {
        broker.times.put(1_000L, 4L);
        reader.seekTo(Instant.ofEpochMilli(1_000));
        assertThat(reader.position()).isEqualTo(4);
        reader.seekTo(Instant.ofEpochMilli(2_000));
        assertThat(reader.position()).isEqualTo(9);
    }

    @Test
    void recordsThatRetentionTookAreMissed() {
        reader.seek(3);
        broker.hold(7);
        broker.updateBeginningOffsets(Map.of(LOG, 7L));
        assertThatIllegalStateException()
                .isThrownBy(() -> reader.next(9))
                .withMessageContainingAll("log-0", "offset 3", "retention");
    }

    @Test
    void theConsumerIsClosedWithTheReader() {
        reader.close();
        assertThat(broker.closed()).isTrue();
    }
}

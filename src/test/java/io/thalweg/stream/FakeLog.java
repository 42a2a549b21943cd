package io.thalweg.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A train log in memory, of which {@code committed} records have been learned by somebody before. */
final class FakeLog implements CatchUp {
    final List<byte[]> records;
    OptionalLong committed = OptionalLong.of(0);
    long beginning;
    long replayed;

    @Nullable
    String parent; // trace context of all records

    FakeLog(List<byte[]> records) {
        this.records = records;
    }

    FakeLog committedUpTo(long offset) {
        committed = OptionalLong.of(offset);
        return this;
    }

    @Override
    public OptionalLong committed(TopicPartition log) {
        return committed;
    }

    @Override
    public long beginning(TopicPartition log) {
        return beginning;
    }

    @Override
    public void replay(TopicPartition log, long from, long to, Reader reader) {
        if (from < beginning) {
            throw new IllegalStateException("the log begins at " + beginning);
        }
        for (long offset = from; offset < to; offset++) {
            replayed++;
            var record =
                    new ConsumerRecord<>(log.topic(), log.partition(), offset, new byte[0], records.get((int) offset));
            if (parent != null) {
                record.headers().add(TraceContext.PARENT, parent.getBytes(StandardCharsets.US_ASCII));
            }
            reader.read(record);
        }
    }
}

package io.thalweg.stream;

import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the train log beside the engine: what was committed before this process began. */
interface CatchUp {
    /** The first offset of the log whose results have not been committed; empty if there is no commit at all. */
    OptionalLong committed(TopicPartition log);

    /** The first offset that the log still has. */
    long beginning(TopicPartition log);

    /**
     * Hands over every committed record in {@code [from, to)}, in order.
     *
     * @throws IllegalStateException if the log does not reach from {@code from} to {@code to} any more
     */
    void replay(TopicPartition log, long from, long to, Reader reader);

    /** Takes one record. */
    interface Reader {
        void read(ConsumerRecord<byte[], byte[]> logged);
    }
}

package io.thalweg.app.bench;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a group has committed on a topic of one partition. */
final class Committed implements AutoCloseable {
    private final Admin admin;
    private final String group;
    private final TopicPartition partition;

    Committed(String bootstrap, String group, String topic) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.group = group;
        partition = new TopicPartition(topic, 0);
    }

    /** The next offset, 0 before the first commit. */
    long offset() {
        try {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            return offset == null ? 0 : offset.offset();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say how far " + group + " is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}

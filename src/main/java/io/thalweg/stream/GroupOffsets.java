package io.thalweg.stream;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a consumer group has committed, and how far that is from the ends of its topics. */
final class GroupOffsets {
    private static final Logger log = LoggerFactory.getLogger(GroupOffsets.class);

    private static final int DOUBTS = 10;
    private static final long PAUSE_NANOS = 70_000_000; // no divisor of a usual commit interval

    private final Admin admin;
    private final String group;
    private final Answers answers;

    GroupOffsets(Admin admin, String group, Answers answers) {
        this.admin = admin;
        this.group = group;
        this.answers = answers;
    }

    /**
     * Commits the first offset that the partition has, unless the group has committed one already. From then on a
     * missing or impossible offset is a fault, and nobody begins elsewhere in silence.
     */
    void beginAtFirst(TopicPartition partition) {
        if (committed(List.of(partition)).containsKey(partition)) {
            return;
        }
        ListOffsetsResultInfo first =
                list(List.of(partition), OffsetSpec.earliest()).get(partition);
        OffsetAndMetadata begin = new OffsetAndMetadata(first == null ? 0 : first.offset());
        try {
            answers.await(admin.alterConsumerGroupOffsets(group, Map.of(partition, begin))
                    .all());
        } catch (UnknownMemberIdException e) {
            log.debug("another instance is running in {} already", group);
        }
    }

    /** The offset that the group has committed for the partition, 0 if none. */
    long reached(TopicPartition partition) {
        OffsetAndMetadata committed = committed(List.of(partition)).get(partition);
        return committed == null ? 0 : committed.offset();
    }

    /**
     * How many offsets of the topics the group has not committed. On those that are {@code ours} an open transaction
     * counts, or one that never ends would look like nothing to do; what others write, they may commit as rarely as
     * they like.
     */
    long behind(Collection<String> topics, Set<String> ours) {
        List<TopicPartition> partitions = partitions(topics);
        Map<TopicPartition, OffsetAndMetadata> committed = committed(partitions);
        Map<TopicPartition, ListOffsetsResultInfo> firsts = list(partitions, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends = new LinkedHashMap<>();
        partitions.stream()
                .collect(Collectors.partitioningBy(partition -> ours.contains(partition.topic())))
                .forEach((isOurs, some) -> ends.putAll(list(
                        some,
                        OffsetSpec.latest(),
                        isOurs ? IsolationLevel.READ_UNCOMMITTED : IsolationLevel.READ_COMMITTED)));
        long behind = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata reached = committed.get(partition);
            long from = reached == null ? offset(firsts, partition) : reached.offset();
            behind += Math.max(0, offset(ends, partition) - from);
        }
        return behind;
    }

    /** How the group stands on the topics that it reads; open transactions count as in {@link #behind}. */
    Standstill.Positions on(Collection<String> topics, Set<String> ours) {
        return new Standstill.Positions() {
            @Override
            public Map<TopicPartition, Long> committed() {
                Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
                GroupOffsets.this
                        .committed(partitions(topics))
                        .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
                return offsets;
            }

            @Override
            public Map<TopicPartition, String> heldBack() {
                return GroupOffsets.this.heldBack(partitions(topics), ours);
            }
        };
    }

    private Map<TopicPartition, String> heldBack(List<TopicPartition> partitions, Set<String> ours) {
        Map<TopicPartition, String> held = new LinkedHashMap<>();
        for (TopicPartition partition : inDoubt(partitions)) {
            held.put(partition, "the offset that %s has committed for %s".formatted(group, partition));
        }
        List<TopicPartition> written = partitions.stream()
                .filter(partition -> ours.contains(partition.topic()))
                .toList();
        Map<TopicPartition, ListOffsetsResultInfo> ends = list(written, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> all =
                list(written, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        for (TopicPartition partition : written) {
            long end = offset(ends, partition);
            if (offset(all, partition) > end) {
                held.putIfAbsent(partition, "what %s has from offset %d on".formatted(partition, end));
            }
        }
        return held;
    }

    /** Asks repeatedly: a group that commits without moving has one short transaction after the other. */
    private Set<TopicPartition> inDoubt(List<TopicPartition> partitions) {
        Set<TopicPartition> doubtful = new LinkedHashSet<>(partitions);
        for (int tries = 0; tries < DOUBTS && !doubtful.isEmpty(); tries++) {
            doubtful.removeAll(fetch(List.copyOf(doubtful), true).keySet());
            if (!doubtful.isEmpty()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return doubtful;
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
        ListOffsetsResultInfo found = offsets.get(partition);
        return found == null ? 0 : found.offset();
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        return answers.await(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                .toList();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(List<TopicPartition> partitions, OffsetSpec spec) {
        return list(partitions, spec, IsolationLevel.READ_COMMITTED);
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(
            List<TopicPartition> partitions, OffsetSpec spec, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> question =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        return answers.await(
                admin.listOffsets(question, new ListOffsetsOptions(level)).all());
    }

    /** What is committed for good; a transaction that is still open has not changed it yet. */
    private Map<TopicPartition, OffsetAndMetadata> committed(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = new LinkedHashMap<>();
        fetch(partitions, false).forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset);
            }
        });
        return committed;
    }

    /** Null where nothing is committed; nothing at all where that is still open and must be {@code stable}. */
    private Map<TopicPartition, @Nullable OffsetAndMetadata> fetch(List<TopicPartition> partitions, boolean stable) {
        return answers.await(admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)),
                        new ListConsumerGroupOffsetsOptions().requireStable(stable))
                .partitionsToOffsetAndMetadata(group));
    }
}

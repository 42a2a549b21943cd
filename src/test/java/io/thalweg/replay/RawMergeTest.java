package io.thalweg.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.scenario.Worlds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Raw records are texts here: "good 7" makes an example, "bad 7" does not. */
class RawMergeTest {
    private static final Example MODEL = Worlds.examples(1, 1).get(0);

    private final Topics topics = new Topics();
    private final History history = new History();

    /** Partitions of texts by offset. */
    private static final class Topics implements RawRecords, RawDecoder {
        private final Map<String, TreeMap<Long, String>> partitions = new TreeMap<>();

        void put(String topic, int partition, long offset, String text) {
            partitions
                    .computeIfAbsent(topic + "-" + partition, name -> new TreeMap<>())
                    .put(offset, text);
        }

        @Override
        public long begin(String topic, int partition) {
            return partitions.get(topic + "-" + partition).firstKey();
        }

        @Override
        public @Nullable Raw at(String topic, int partition, long from) {
            Map.Entry<Long, String> found =
                    partitions.get(topic + "-" + partition).ceilingEntry(from);
            return found == null
                    ? null
                    : new Raw(found.getKey(), found.getValue().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public boolean knows(String topic) {
            return !topic.equals("dwell");
        }

        @Override
        public Extracted decode(Source source, byte @Nullable [] value) {
            String text = text(value);
            return text.startsWith("good")
                    ? new Extracted.Accepted(example(source, text.substring("good ".length())))
                    : new Extracted.Rejected(Reason.BAD_LABEL, "it says " + text);
        }

        @Override
        public boolean isOriginOf(Example logged, byte @Nullable [] value) {
            return text(value).endsWith(" " + key(logged));
        }

        @Override
        public @Nullable String field(String name, byte @Nullable [] value) {
            return value == null || !name.equals("kind") ? null : text(value).split(" ", -1)[0];
        }

        private static String text(byte @Nullable [] value) {
            return value == null ? "" : new String(value, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {}
    }

    private static Example example(Source source, String key) {
        return new Example(
                MODEL.layout(),
                key.getBytes(StandardCharsets.UTF_8),
                MODEL.time(),
                source,
                MODEL.categories(),
                MODEL.sequences(),
                MODEL.numbers(),
                MODEL.tasks(),
                MODEL.labels(),
                MODEL.weights());
    }

    private static String key(Example example) {
        byte[] key = example.key();
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    private void log(String topic, int partition, long offset, String key) {
        history.add(new LogRecord.Event(example(new Source(topic, partition, offset), key)));
    }

    private RawMerge merge(long from, String... drops) {
        Excision excision = new Excision(Arrays.stream(drops).map(Drop::parse).toList());
        return new RawMerge(history.read(from, history.end()), topics, topics, excision, from);
    }

    /** Each entry as its offset and the key of what is learned there. */
    private static List<String> learned(RawMerge merge) {
        List<String> learned = new ArrayList<>();
        for (var block = merge.next(100); block != null; block = merge.next(100)) {
            for (Entry entry : block.entries()) {
                learned.add(entry.offset()
                        + (entry.learned() instanceof LogRecord.Event event
                                ? " " + key(event.example())
                                : entry.learned() == null ? " nothing" : " control"));
            }
        }
        return learned;
    }

    @Test
    void theLogGivesTheOrderAndTheTopicsTheContent() {
        topics.put("click", 0, 0, "good a");
        topics.put("click", 1, 0, "good b");
        topics.put("click", 0, 1, "good c");
        log("click", 1, 0, "b");
        log("click", 0, 0, "a");
        history.add(new LogRecord.Tick(0));
        log("click", 0, 1, "c");
        RawMerge merge = merge(0);
        assertThat(learned(merge)).containsExactly("0 b", "3 a", "6 control", "9 c");
        assertThat(merge.account().count()).isEqualTo(3);
        assertThat(merge.account().listed()).isEmpty();
    }

    @Test
    void aRecordThatWasRefusedThenIsLearnedBeforeTheNextOneOfItsPartition() {
        topics.put("click", 0, 0, "good early");
        topics.put("click", 0, 1, "good a");
        topics.put("click", 0, 2, "bad still");
        topics.put("click", 0, 3, "good late");
        topics.put("click", 0, 4, "good b");
        topics.put("click", 0, 5, "good behind the last one");
        topics.put("click", 1, 0, "good other");
        log("click", 0, 1, "a");
        log("click", 1, 0, "other");
        log("click", 0, 4, "b");
        RawMerge merge = merge(0);
        assertThat(learned(merge)).containsExactly("-1 early", "0 a", "3 other", "3 late", "6 b");
        assertThat(merge.account().unnamed()).isEqualTo(2);
        assertThat(merge.account().refused()).isEqualTo(1);
    }

    @Test
    void fromTheMiddleOfTheLogNothingIsLearnedThatCameBefore() {
        topics.put("click", 0, 0, "good early");
        topics.put("click", 0, 1, "good a");
        topics.put("click", 0, 2, "good between");
        topics.put("click", 0, 3, "good b");
        log("click", 1, 7, "elsewhere");
        log("click", 0, 1, "a");
        log("click", 0, 3, "b");
        assertThat(learned(merge(1))).containsExactly("3 a", "3 between", "6 b");
    }

    @Test
    void whatCannotBeMadeAgainIsCountedByReasonAndListed() {
        topics.put("click", 0, 5, "good a");
        topics.put("click", 0, 6, "bad b");
        topics.put("click", 0, 7, "good somebody");
        topics.put("click", 0, 9, "good c");
        log("click", 0, 2, "deleted");
        log("click", 0, 5, "a");
        log("click", 0, 6, "b");
        log("click", 0, 7, "else");
        log("click", 0, 8, "gap");
        log("dwell", 0, 0, "d");
        log("click", 0, 9, "c");
        log("click", 0, 10, "beyond");
        RawMerge merge = merge(0);
        assertThat(learned(merge))
                .containsExactly(
                        "0 nothing", "3 a", "6 nothing", "9 nothing", "12 nothing", "15 nothing", "18 c", "21 nothing");
        assertThat(merge.account().missing())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        RawAccount.DELETED, 1L,
                        RawAccount.ANOTHER, 1L,
                        RawAccount.NOT_THERE, 2L,
                        RawAccount.NOT_CONFIGURED, 1L));
        assertThat(merge.account().rejections()).containsExactlyEntriesOf(Map.of("BAD_LABEL", 1L));
        assertThat(merge.account().listed()).hasSize(5).first().asString().startsWith("click-0 offset 2: DELETED");
    }

    @Test
    void aFieldOfTheRawRecordCanBeDropped() {
        topics.put("click", 0, 0, "good a");
        topics.put("click", 0, 1, "good b");
        topics.put("click", 0, 2, "bot c");
        log("click", 0, 0, "a");
        log("click", 0, 1, "b");
        log("click", 0, 2, "c");
        assertThat(learned(merge(0, "field=kind:bot", "key=a"))).containsExactly("3 b");
    }
}

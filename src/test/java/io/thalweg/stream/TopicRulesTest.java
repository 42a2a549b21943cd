package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.stream.TopicRules.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicRulesTest {
    private static final TopicSpec LOG = TopicSpec.trainLog("log");

    private final TopicRules rules = new TopicRules("broker:9092");

    private static TopicState made(TopicSpec spec, String... changes) {
        Map<String, String> settings = new LinkedHashMap<>(spec.settings());
        for (String change : changes) {
            settings.put(change.substring(0, change.indexOf('=')), change.substring(change.indexOf('=') + 1));
        }
        return new TopicState(spec.partitions(), settings);
    }

    @Test
    void whatWeCreateWeAccept() {
        for (TopicSpec spec : List.of(
                LOG,
                TopicSpec.predictions("p"),
                TopicSpec.metrics("m"),
                TopicSpec.snapshots("s"),
                TopicSpec.quarantine("q"))) {
            assertThat(rules.judge(spec, made(spec))).as(spec.name()).isEmpty();
        }
    }

    @Test
    void aTrainLogOfSeveralPartitionsHasNoOrder() {
        assertThat(rules.judge(LOG, new TopicState(3, LOG.settings())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.error()).isTrue())
                .extracting(Finding::text)
                .asString()
                .contains("has 3 partitions", "kafka-topics.sh --bootstrap-server broker:9092 --create --topic log");
    }

    @Test
    void aSnapshotsTopicNeedsAPartitionForTheManifests() {
        TopicSpec snapshots = TopicSpec.snapshots("s");
        assertThat(rules.judge(snapshots, new TopicState(1, snapshots.settings())))
                .containsExactly(new Finding(
                        true,
                        "snapshots topic s has 1 partitions and needs 2, chunks in the first and manifests in the"
                                + " second: kafka-topics.sh --bootstrap-server broker:9092 --alter --topic s"
                                + " --partitions 2"));
    }

    @Test
    void aCompactedTrainLogWouldLoseExamples() {
        assertThat(rules.judge(LOG, made(LOG, "cleanup.policy=compact,delete")))
                .containsExactly(new Finding(
                        true,
                        "train log log is compacted, which would take examples out of it: kafka-configs.sh"
                                + " --bootstrap-server broker:9092 --alter --topic log --add-config"
                                + " cleanup.policy=delete"));
    }

    @Test
    void aForgetfulTrainLogIsAWarningAndAVeryForgetfulOneAnError() {
        assertThat(rules.judge(LOG, made(LOG, "retention.ms=604800000")))
                .extracting(Finding::error)
                .containsExactly(false);
        assertThat(rules.judge(LOG, made(LOG, "retention.bytes=1000000")))
                .extracting(Finding::error)
                .containsExactly(false);
        assertThat(rules.judge(LOG, made(LOG, "retention.ms=60000")))
                .extracting(Finding::error)
                .containsExactly(true);
    }

    @Test
    void aTopicThatTakesSmallMessagesOnlyIsNamedWithTheCommandToMendIt() {
        TopicSpec snapshots = TopicSpec.snapshots("s");
        assertThat(rules.judge(snapshots, made(snapshots, "max.message.bytes=1000")))
                .singleElement()
                .extracting(Finding::text)
                .asString()
                .contains("1000 bytes at most", "--add-config max.message.bytes=1048588");
    }

    @Test
    void settingsThatNobodyMaySeeAreNotJudged() {
        assertThat(rules.judge(LOG, new TopicState(1, Map.of()))).isEmpty();
    }

    @Test
    void theCommandMakesTheTopicThatWeWouldMake() {
        assertThat(LOG.createCommand("broker:9092"))
                .isEqualTo("kafka-topics.sh --bootstrap-server broker:9092 --create --topic log --partitions 1"
                        + " --config cleanup.policy=delete --config max.message.bytes=4194304"
                        + " --config message.timestamp.type=LogAppendTime --config retention.ms=-1");
        assertThat(LOG.newTopic().configs()).isEqualTo(LOG.settings());
    }
}

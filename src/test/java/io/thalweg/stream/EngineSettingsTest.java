package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSettingsTest {
    private static final Placement PLACEMENT = new Placement(Path.of("state"), "worker-1");

    private static EngineSettings settings(String... more) {
        Map<String, Object> kafka = new LinkedHashMap<>();
        kafka.put("bootstrap.servers", "localhost:9092");
        for (String setting : more) {
            kafka.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return new EngineSettings("shop", kafka, PLACEMENT);
    }

    @Test
    void anEngineIsExactlyOnceAndAStaticMember() {
        Properties learn = settings().learn();
        StreamsConfig config = new StreamsConfig(learn);
        assertThat(config.getString("application.id")).isEqualTo("thalweg.shop.learn");
        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getInt("num.stream.threads")).isEqualTo(1);
        assertThat(config.getLong("commit.interval.ms")).isEqualTo(100);
        Map<String, Object> consumer = config.getMainConsumerConfigs("group", "client", 0);
        assertThat(consumer)
                .containsEntry("group.instance.id", "worker-1-0")
                .containsEntry("isolation.level", "read_committed");
        assertThat(config.getProducerConfigs("client")).containsEntry("transaction.timeout.ms", 60_000);
        assertThat(config.getRestoreConsumerConfigs("client")).containsEntry("max.poll.records", 10_000);
    }

    @Test
    void theRouteCommitsMoreOftenThanTheLearner() {
        assertThat(new StreamsConfig(settings().route()).getLong("commit.interval.ms"))
                .isEqualTo(50);
    }

    @Test
    void whatTheUserSaysGoesBeforeOurDefaults() {
        StreamsConfig config =
                new StreamsConfig(settings("commit.interval.ms=250", "batch.size=4711", "consumer.max.poll.records=12")
                        .route());
        assertThat(config.getLong("commit.interval.ms")).isEqualTo(250);
        assertThat(config.getProducerConfigs("client")).containsEntry("batch.size", "4711");
        assertThat(config.getMainConsumerConfigs("group", "client", 0)).containsEntry("max.poll.records", "12");
    }

    @Test
    void securitySettingsReachEveryClient() {
        EngineSettings settings = settings("security.protocol=SASL_SSL", "sasl.mechanism=PLAIN");
        StreamsConfig engine = new StreamsConfig(settings.learn());
        assertThat(settings.clients().admin()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(settings.clients().logReader()).containsEntry("sasl.mechanism", "PLAIN");
        assertThat(settings.clients().logWriter()).containsEntry("sasl.mechanism", "PLAIN");
        assertThat(engine.getProducerConfigs("client")).containsEntry("security.protocol", "SASL_SSL");
        assertThat(engine.getRestoreConsumerConfigs("client")).containsEntry("sasl.mechanism", "PLAIN");
    }

    @Test
    void theLogReaderKnowsTheGroupWithoutBeingAMember() {
        assertThat(settings("group.instance.id=mine").clients().logReader())
                .containsEntry("group.id", "thalweg.shop.learn")
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKey(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "processing.guarantee=at_least_once",
                "main.consumer.isolation.level=read_uncommitted",
                "consumer.enable.auto.commit=true",
                "producer.acks=1",
                "transactional.id=mine",
                "state.dir=here",
                "processing.exception.handler=LogAndContinue",
                "application.id=mine"
            })
    void whatExactlyOnceNeedsCannotBeChanged(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(setting))
                .withMessageContaining("kafka." + setting.substring(0, setting.indexOf('=')));
    }

    @Test
    void whatExactlyOnceNeedsMayBeRepeated() {
        Properties learn =
                settings("acks=all", "isolation.level=read_committed").learn();
        assertThat(learn).doesNotContainKeys("acks", "isolation.level");
    }

    @Test
    void anInstanceNameIsAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Placement(Path.of("state"), "a b"))
                .withMessageContaining("'a b'");
    }
}

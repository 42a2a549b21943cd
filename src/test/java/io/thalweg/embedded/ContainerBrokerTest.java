package io.thalweg.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerBrokerTest {
    @Test
    void variablesAreSettingsAsInTheImageOfKafka() {
        Map<String, String> environment = Map.of(
                "KAFKA_NODE_ID", "1",
                "KAFKA_LISTENER_NAME_SASL__PLAINTEXT_PLAIN_SASL_JAAS_CONFIG", "A b;",
                "KAFKA_LOG4J___X", "y",
                "PATH", "/bin");
        assertThat(ContainerBroker.settings(environment))
                .containsOnly(
                        entry("node.id", "1"),
                        entry("listener.name.sasl_plaintext.plain.sasl.jaas.config", "A b;"),
                        entry("log4j-x", "y"));
    }
}

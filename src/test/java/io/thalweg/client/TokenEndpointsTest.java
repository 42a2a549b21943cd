package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenEndpointsTest {
    private static final String URLS = BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG;
    private static final String FILES = BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_FILES_CONFIG;

    @BeforeEach
    @AfterEach
    void forget() {
        System.clearProperty(URLS);
        System.clearProperty(FILES);
    }

    @Test
    void whatTheConfigurationNamesMayBeAsked() {
        TokenEndpoints.allow(Map.of(
                "bootstrap.servers", "b:1",
                "sasl.oauthbearer.token.endpoint.url", "https://id/token",
                "producer.sasl.oauthbearer.token.endpoint.url", "https://other/token",
                "sasl.oauthbearer.assertion.private.key.file", "/etc/key"));
        assertThat(System.getProperty(URLS)).isEqualTo("https://id/token,https://other/token");
        assertThat(System.getProperty(FILES)).isEqualTo("/etc/key");
    }

    @Test
    void whoComesSecondMayAskItsOwnToo() {
        TokenEndpoints.allow(Map.of("sasl.oauthbearer.token.endpoint.url", "https://one/token"));
        TokenEndpoints.allow(Map.of("sasl.oauthbearer.token.endpoint.url", "https://two/token"));
        TokenEndpoints.allow(Map.of("sasl.oauthbearer.token.endpoint.url", "https://one/token"));
        assertThat(System.getProperty(URLS)).isEqualTo("https://one/token,https://two/token");
    }

    @Test
    void whoeverChangesItLaterHasTheLastWordToo() {
        TokenEndpoints.allow(Map.of("sasl.oauthbearer.token.endpoint.url", "https://one/token"));
        System.setProperty(URLS, "https://only");
        TokenEndpoints.allow(Map.of("sasl.oauthbearer.token.endpoint.url", "https://two/token"));
        assertThat(System.getProperty(URLS)).isEqualTo("https://only");
    }

    @Test
    void whoeverStartsTheProcessHasTheLastWord() {
        System.setProperty(URLS, "https://only");
        TokenEndpoints.allow(Map.of("sasl.oauthbearer.token.endpoint.url", "https://id/token"));
        assertThat(System.getProperty(URLS)).isEqualTo("https://only");
        assertThat(System.getProperty(FILES)).isNull();
    }
}

package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @Test
    void itIsAHostAndAPort() {
        assertThat(ListenAddress.parse("127.0.0.1:8080")).isEqualTo(new ListenAddress("127.0.0.1", 8080));
        assertThat(ListenAddress.parse("[::1]:0")).isEqualTo(new ListenAddress("::1", 0));
        assertThat(ListenAddress.parse("[::1]:0")).hasToString("[::1]:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8080", "localhost", "localhost:", ":8080", "::1:8080", "host:65536", "a b:1", "h:-1"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no address to listen on; allowed is HOST:PORT");
    }

    @Test
    void onlyThisMachineReachesALoopbackAddress() {
        assertThat(ListenAddress.parse("127.0.0.1:1").isLoopback()).isTrue();
        assertThat(ListenAddress.parse("[::1]:1").isLoopback()).isTrue();
        assertThat(ListenAddress.parse("localhost:1").isLoopback()).isTrue();
        assertThat(ListenAddress.parse("0.0.0.0:1").isLoopback()).isFalse();
        assertThat(ListenAddress.parse("[::]:1").isLoopback()).isFalse();
    }
}

package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String IDS = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
    private static final String PARENT = "00-" + IDS + "-01";

    private static Headers headers(String... namesAndValues) {
        Headers headers = new RecordHeaders();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8));
        }
        return headers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PARENT,
                "00-" + IDS + "-00",
                "00-" + IDS + "-ff",
                "01-" + IDS + "-01",
                "cc-" + IDS + "-01-what the future will be like"
            })
    void aParentGoesOnAsItCame(String parent) {
        assertThat(TraceContext.headers(headers("traceparent", parent))).isEqualTo(headers("traceparent", parent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ff-" + IDS + "-01",
                "00-" + IDS + "-01-more",
                "01-" + IDS + "-01more",
                "00-" + IDS,
                "00-" + IDS + "-1",
                "0-" + IDS + "-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                " 00-" + IDS + "-01",
                "00-" + IDS + "-01\n",
                "00_" + IDS + "_01"
            })
    void aMalformedParentIsDroppedAndItsStateWithIt(String parent) {
        assertThat(TraceContext.headers(headers("traceparent", parent, "tracestate", "a=1")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
                "a=1",
                "0tenant@system=a b c , b=!",
                "a=1,,b=2",
                "a/b*c_d-e=~"
            })
    void aStateGoesOnAsItCame(String state) {
        Headers both = headers("traceparent", PARENT, "tracestate", state);
        assertThat(TraceContext.headers(both)).isEqualTo(both);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "=1", "A=1", "a=", "a=1=2", "a=é", "a=1;b=2\u0000", "a=1\r\nb=2"})
    void aMalformedStateIsDroppedAndTheParentStays(String state) {
        assertThat(TraceContext.headers(headers("traceparent", PARENT, "tracestate", state)))
                .isEqualTo(headers("traceparent", PARENT));
    }

    @Test
    void aStateOfTooManyMembersOrBytesIsDropped() {
        for (String state :
                new String[] {"a=1" + ",a=1".repeat(32), "a=" + "b".repeat(256) + ",c=" + "d".repeat(256)}) {
            assertThat(TraceContext.headers(headers("traceparent", PARENT, "tracestate", state)))
                    .isEqualTo(headers("traceparent", PARENT));
        }
    }

    @Test
    void otherHeadersDoNotGoOn() {
        assertThat(TraceContext.headers(headers("traceparent", PARENT, "authorization", "secret")))
                .isEqualTo(headers("traceparent", PARENT));
        assertThat(TraceContext.headers(headers("tracestate", "a=1"))).isNull();
        assertThat(TraceContext.headers(new RecordHeaders())).isNull();
    }

    @Test
    void whatStandsTwiceOrHasNoValueIsMalformed() {
        assertThat(TraceContext.headers(headers("traceparent", PARENT, "traceparent", PARENT)))
                .isNull();
        Headers nothing = new RecordHeaders().add(new RecordHeader("traceparent", (byte[]) null));
        assertThat(TraceContext.headers(nothing)).isNull();
        assertThat(TraceContext.headers(headers("traceparent", PARENT, "tracestate", "a=1", "tracestate", "b=2")))
                .isEqualTo(headers("traceparent", PARENT));
    }
}

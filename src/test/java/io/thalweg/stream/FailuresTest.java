package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.Failures;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    /** As the engine would have thrown it. */
    private static <T extends Throwable> T theirs(T failure) {
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.apache.kafka.streams.processor.internals.StreamTask", "process", null, 1)
        });
        return failure;
    }

    private static StreamsException wrapped(Throwable cause) {
        return theirs(new StreamsException("Exception caught in process. taskId=0_0, processor=learn", cause));
    }

    @Test
    void ourOwnWordsGoBeforeTheEnginesWrapping() {
        var ours = new IllegalStateException("offset 7 of log-0 came again: somebody has reset the group's offsets");
        assertThat(Failures.explain(wrapped(ours))).isEqualTo(ours.getMessage());
    }

    @Test
    void ourOwnWordsGoBeforeThoseOfWhatCausedThem() {
        var refused = theirs(new ConnectException("Connection refused"));
        var ours = new IllegalStateException("no registry at http://r:8081;\n  start it", refused);
        assertThat(Failures.explain(wrapped(ours))).isEqualTo("no registry at http://r:8081; start it");
        var outer = new IllegalStateException("the schema of log-0 cannot be read", ours);
        assertThat(Failures.explain(wrapped(outer))).isEqualTo("the schema of log-0 cannot be read");
    }

    @Test
    void anExceptionOfOursIsOursWhereverItWasMade() {
        StreamException ours = theirs(new StreamException(theirs(new IOException("disk full"))));
        assertThat(Failures.explain(wrapped(ours))).isEqualTo("disk full");
    }

    @Test
    void anEnginesFailureIsExplainedIfItIsKnown() {
        var fenced = theirs(new FencedInstanceIdException("The broker rejected this static consumer"));
        assertThat(Failures.explain(wrapped(fenced)))
                .isEqualTo("another process runs under the same instance name; give each its own (--instance)"
                        + " (The broker rejected this static consumer)");
    }

    @Test
    void aTopicThatHasLostRecordsIsNamed() {
        var lost = theirs(new OffsetOutOfRangeException(
                "Fetch position out of range", Map.of(new TopicPartition("shop.click", 2), 77L)));
        assertThat(Failures.explain(wrapped(lost)))
                .startsWith("shop.click-2 has not got its next record any more, that of offset 77 (")
                .contains("input topic", "--reset-offsets");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNobodysDefect() {
        var timeout = theirs(new TimeoutException("Topic log not present in metadata after 4000 ms."));
        assertThat(Failures.isOutage(wrapped(timeout))).isTrue();
        assertThat(Failures.isOutage(wrapped(new KafkaException("The client hasn't received acknowledgment for some"
                        + " previously sent messages and can no longer retry them. It is safe to abort the transaction"
                        + " and continue."))))
                .isTrue();
        assertThat(Failures.isOutage(wrapped(new IllegalStateException("no")))).isFalse();
        assertThat(Failures.explain(wrapped(timeout)))
                .startsWith("the broker did not answer in time; ")
                .endsWith("(Topic log not present in metadata after 4000 ms.)");
    }

    @Test
    void whatTheBrokerDoesNotAllowIsNamed() {
        var refused = theirs(new TopicAuthorizationException(Set.of("shop.click")));
        assertThat(Failures.isRefusal(wrapped(refused))).isTrue();
        assertThat(Failures.explain(wrapped(refused)))
                .startsWith(
                        "the broker does not allow this user what it needs on topic shop.click; 'thalweg check --acls'");
        assertThat(Failures.isRefusal(theirs(new SaslAuthenticationException("no"))))
                .isFalse();
        assertThat(Failures.explain(theirs(new SaslAuthenticationException("invalid credentials"))))
                .contains("see sasl.* below kafka:", "(invalid credentials)");
        assertThat(Failures.explain(
                        theirs(new SslAuthenticationException("failed", theirs(new IOException("NotAfter"))))))
                .contains("see ssl.* below kafka:", "(NotAfter)");
    }

    @Test
    void otherwiseTheLastCauseSpeaks() {
        assertThat(Failures.explain(wrapped(theirs(new IOException("no space left on device")))))
                .isEqualTo("no space left on device");
        assertThat(Failures.explain(wrapped(theirs(new IOException())))).isEqualTo("java.io.IOException");
    }

    @Test
    void memoryThatHasRunOutIsNamedWithWhatGivesMore() {
        assertThat(Failures.explain(new OutOfMemoryError("Java heap space")))
                .startsWith("it takes more memory than Java may have, which is ")
                .endsWith("THALWEG_JAVA_OPTS=-Xmx4g (Java heap space)");
        assertThat(Failures.explain(wrapped(new OutOfMemoryError(
                        "unable to create native thread: possibly out of memory or process/resource limits reached"))))
                .startsWith("the system lets this process have no more threads")
                .contains("ulimit -u");
        assertThat(Failures.explain(new OutOfMemoryError(
                        "Cannot reserve 1048576 bytes of direct buffer memory (allocated: 9, limit: 10)")))
                .contains("-XX:MaxDirectMemorySize=2g", "(allocated: 9, limit: 10)");
        assertThat(Failures.explain(new OutOfMemoryError("Metaspace")))
                .isEqualTo("it has run out of memory (Metaspace)");
    }

    @Test
    void aClassThatIsMissingIsMoreThanItsName() {
        var missing = theirs(new NoClassDefFoundError("io/thalweg/wire/Codec"));
        missing.initCause(theirs(new ClassNotFoundException("io.thalweg.wire.Codec")));
        assertThat(Failures.explain(wrapped(missing)))
                .startsWith("a class is missing: is a jar not there, or was one replaced while the program ran?")
                .endsWith("(java.lang.ClassNotFoundException: io.thalweg.wire.Codec)");
    }

    /** As JavaCPP tells it: what it could not do, because of what it ran against. */
    @Test
    void memoryOutsideTheHeapHasLimitsOfItsOwn() {
        assertThat(Failures.explain(
                        matrix("Failed to allocate memory within limits: totalBytes (2M + 9G) > maxBytes (1G)")))
                .contains("-Dorg.bytedeco.javacpp.maxbytes=4g", "> maxBytes (1G)");
        assertThat(Failures.explain(
                        matrix("Physical memory usage is too high: physicalBytes (2G) > maxPhysicalBytes (1G)")))
                .contains("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
        assertThat(Failures.explain(matrix("Native allocator returned address == 0")))
                .startsWith("this machine or container has no memory left");
    }

    private static OutOfMemoryError matrix(String why) {
        var failure = new OutOfMemoryError("Cannot allocate new FloatPointer(9): totalBytes = 2M, physicalBytes = 9M");
        failure.initCause(new OutOfMemoryError(why));
        return failure;
    }
}

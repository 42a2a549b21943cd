package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.check.Verdict;
import io.thalweg.check.Verdict.Mark;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    @Test
    void aBrokerThatIsAwayIsOneWarning() {
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1");
        assertThat(TopicCheck.of(new Scene().config.withServers(nobody, Map.of()), Duration.ofMillis(300)))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.mark()).isEqualTo(Mark.WARN))
                .extracting(Verdict::text)
                .asString()
                .contains("no broker answers at 127.0.0.1:1");
    }
}

package io.thalweg.wire;

import static io.thalweg.wire.EventScenario.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.check.Verdict;
import io.thalweg.check.Verdict.Mark;
import io.thalweg.ingest.Column.Kind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SchemaCheckTest {
    private final EventScenario shop = EventScenario.events().column("price", Kind.NUMBER);

    private Verdict verdict() {
        return new SchemaCheck(shop.map(), shop.registry()).verdicts().get(0);
    }

    @Test
    void aSchemaWithAllFieldsPasses() {
        shop.written(field("at", "\"long\""), field("price", "\"double\""));
        assertThat(verdict().mark()).isEqualTo(Mark.PASS);
        assertThat(verdict().text()).contains("shop.click", "all 2 fields");
    }

    @Test
    void aMissingFieldFailsInTheWordsOfQuarantine() {
        shop.written(field("at", "\"long\""), field("cost", "\"double\""));
        assertThat(verdict().mark()).isEqualTo(Mark.FAIL);
        assertThat(verdict().text()).contains("MISSING_FIELD: field 'price' is not in schema", "it has at, cost");
    }

    @Test
    void aFieldOfAnotherTypeFails() {
        shop.written(field("at", "\"long\""), field("price", "\"bytes\""));
        assertThat(verdict().mark()).isEqualTo(Mark.FAIL);
        assertThat(verdict().text()).contains("WRONG_TYPE: field 'price' is bytes");
    }

    @Test
    void aTopicWithoutEventsIsAWarning() {
        assertThat(verdict().mark()).isEqualTo(Mark.WARN);
        assertThat(verdict().text()).contains("no subject shop.click-value");
    }

    @Test
    void aRegistryThatIsAwayIsOneWarningWithoutItsPassword() {
        Map<String, Object> nobody = Map.of("url", "http://user:secret@127.0.0.1:1");
        assertThat(SchemaCheck.of(shop.map(), nobody, Duration.ofMillis(300)))
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.mark()).isEqualTo(Mark.WARN))
                .extracting(Verdict::text)
                .asString()
                .contains("127.0.0.1:1")
                .doesNotContain("secret");
    }
}

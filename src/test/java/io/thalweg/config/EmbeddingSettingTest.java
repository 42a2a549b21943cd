package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.model.EmbeddingLife;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingSettingTest {
    private static EmbeddingLife read(String embedding) {
        String text = """
                time: at
                features:
                  user: { type: categorical }
                tasks:
                  click: { topic: t, label: clicked, loss: logistic }
                model:
                  embedding: { dimension: 4%s }
                """.formatted(embedding);
        return ThalwegConfig.parse(ThalwegConfig.NOWHERE + text, "x.yaml", Map.of())
                .lane()
                .model()
                .life();
    }

    @Test
    void rowsLiveForEverUnlessTheFileSaysOtherwise() {
        assertThat(read("")).isEqualTo(EmbeddingLife.ENDLESS);
        assertThat(read(", admit-after: 3")).isEqualTo(new EmbeddingLife(3, 0));
        assertThat(read(", evict-after: 2^20")).isEqualTo(new EmbeddingLife(1, 1 << 20));
        assertThat(read(", capacity: 2^10")).isEqualTo(new EmbeddingLife(1, 0, 1 << 10));
        assertThat(read(", admit-after: 3, evict-after: 10000000")).isEqualTo(new EmbeddingLife(3, 10_000_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "admit-after: 0 | model.embedding.admit-after must be a whole number from 1 to 1,048,576",
                "evict-after: 0 | model.embedding.evict-after must be a whole number from 1 to 1,099,511,627,776",
                "evict-after: 10d | model.embedding.evict-after must be a whole number from 1 to",
                "capacity: 7 | model.embedding.capacity must be a whole number from 8 to 268,435,456",
                "capacity: 1000 | model.embedding.capacity must be a power of two such as 2^20, got",
                "'buckets: 2^12, capacity: 2^12' | model.embedding.capacity allows 4,096 rows for 4,096 model.embedding.buckets,",
                "evict: 7 | there is no key model.embedding.evict"
            })
    void whatMakesNoSenseIsRefused(String setting, String why) {
        assertThatThrownBy(() -> read(", " + setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }
}

package io.thalweg.app.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.snapshots.ConfigurationLines.Difference;
import org.junit.jupiter.api.Test;

class ConfigurationLinesTest {
    private static final String BEFORE = """
            tasks:
              click:
                topic: "shop: click"
                loss: logistic
            model:
              layers:
                shared: [64]
            "odd:key": {}
            seed: 42
            """;

    @Test
    void eachSettingGoesByItsPath() {
        assertThat(ConfigurationLines.of(BEFORE))
                .containsEntry("tasks.click.topic", "\"shop: click\"")
                .containsEntry("model.layers.shared", "[64]")
                .containsEntry("\"odd:key\"", "{}")
                .containsEntry("seed", "42")
                .hasSize(5);
    }

    @Test
    void whatDiffersIsListedWhereverItStands() {
        String after = BEFORE.replace("[64]", "[128, 64]")
                .replace("    loss: logistic\n", "")
                .replace("seed: 42", "seed: 42\nbatch:\n  size: 8");
        assertThat(ConfigurationLines.differences(BEFORE, after))
                .containsExactly(
                        new Difference("tasks.click.loss", "logistic", "-"),
                        new Difference("model.layers.shared", "[64]", "[128, 64]"),
                        new Difference("batch.size", "-", "8"));
    }

    @Test
    void theSameIsTheSameAndAnotherOrderIsNot() {
        assertThat(ConfigurationLines.differences(BEFORE, BEFORE)).isEmpty();
        assertThat(ConfigurationLines.differences("a: 1\nb: 2\n", "b: 2\na: 1\n"))
                .hasSize(1);
    }
}

package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ComposeFilesTest {
    @Test
    void theShopOfComposeIsThatOfTheExamples() throws IOException {
        String compose = Files.readString(Path.of("docker", "shop.yaml"));
        String example = Files.readString(Path.of("ops", "examples", "shop.yaml"));
        assertThat(model(compose)).contains("tasks:").isEqualTo(model(example));
    }

    /** From the event's time to the batches: what decides what is learned. */
    private static String model(String yaml) {
        return yaml.substring(yaml.indexOf("time:"), yaml.indexOf("snapshots:"));
    }
}

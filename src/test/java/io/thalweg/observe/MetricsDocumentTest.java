package io.thalweg.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetricsDocumentTest {
    private static final String BEGIN =
            "<!-- the list of MeterName; MetricsDocumentTest writes it to target/metrics.md -->\n";
    private static final String END = "<!-- end of the list -->";

    private static String table() {
        StringBuilder table =
                new StringBuilder("| name | kind | unit | labels | what it says |\n| --- | --- | --- | --- | --- |\n");
        for (MeterName name : MeterName.values()) {
            table.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            name.prometheus(),
                            name.kind() == MeterName.Kind.TIMER
                                    ? "histogram"
                                    : name.kind().name().toLowerCase(Locale.ROOT),
                            name.unit(),
                            String.join(", ", name.labels()),
                            name.help()));
        }
        return table.toString();
    }

    @Test
    void theDocumentHasEveryMeterWithItsUnitAndHelp() throws IOException {
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target/metrics.md"), table());
        String document = Files.readString(Path.of("docs/metrics.md"));
        assertThat(document).contains(BEGIN, END);
        String listed = document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
        assertThat(listed)
                .as("docs/metrics.md; what it should say is in target/metrics.md")
                .isEqualTo(table());
    }
}

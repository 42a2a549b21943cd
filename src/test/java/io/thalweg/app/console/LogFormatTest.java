package io.thalweg.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogFormatTest {
    private static final Path FILE = Path.of("src/main/resources/logback.xml");

    /** What stands on standard error after a line about offset 12 was logged. */
    private static String logged(@Nullable String format) throws JoranException {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        LoggerContext context = new LoggerContext();
        try (var offset = MDC.putCloseable("offset", "12")) {
            context.setMDCAdapter(MDC.getMDCAdapter());
            if (format != null) {
                context.putProperty(LogFormat.VARIABLE, format);
            }
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(FILE.toFile());
            assertThat(context.getStatusManager().getCopyOfStatusList())
                    .as("a status that warns is printed, with all others")
                    .noneMatch(status -> status.getEffectiveLevel() >= Status.WARN);
            context.getLogger("io.thalweg.stream.Some").warn("a \"quoted\" {}", "word", new IOException("why"));
        } finally {
            context.stop();
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void jsonIsOneObjectALine() throws Exception {
        String text = logged("json");
        assertThat(text.lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(text);
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("loggerName").asText()).isEqualTo("io.thalweg.stream.Some");
        assertThat(line.get("formattedMessage").asText()).isEqualTo("a \"quoted\" word");
        assertThat(line.get("mdc").get("offset").asText()).isEqualTo("12");
        assertThat(line.get("throwable").get("message").asText()).isEqualTo("why");
        assertThat(line.get("timestamp").isIntegralNumber()).isTrue();
    }

    @Test
    void withoutAWordLinesAreForPeople() throws Exception {
        for (String format : new String[] {null, "human"}) {
            assertThat(logged(format)).contains("WARN  io.thalweg.stream.Some a \"quoted\" word");
        }
    }

    @Test
    void anotherWordIsRefused() {
        assertThat(LogFormat.complaint("json")).isEmpty();
        assertThat(LogFormat.complaint("human")).isEmpty();
        assertThat(LogFormat.complaint(null)).isEmpty();
        assertThat(LogFormat.complaint("JSON")).hasValue("THALWEG_LOG must be one of [human, json], got 'JSON'");
    }
}

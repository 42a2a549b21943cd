package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.app.demo.DemoCommand;
import io.thalweg.simulate.Shop;
import io.thalweg.simulate.ShopEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo as its users run it, with a real broker and a real registry. */
class DemoIT {
    private static final int EVENTS = 4_000;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void headlessItEndsWithCountsThatAddUpAndGoesOnInTheSameDirectory() throws IOException {
        JsonNode first = demo("--events", "" + EVENTS, "--dir", directory.resolve("demo"));
        assertThat(first.get("events").asLong()).isEqualTo(EVENTS);
        assertThat(sum(first, "learned", "requests", "duplicates", "quarantined"))
                .isEqualTo(EVENTS);
        assertThat(sum(first, "predictions")).isEqualTo(sum(first, "learned", "requests"));
        assertThat(sum(first, "trainLogRecords")).isEqualTo(EVENTS - sum(first, "quarantined") + 2);
        assertThat(first.get("tasks").get("click").get("bestLogloss").asDouble())
                .isBetween(0.2, 0.4);
        assertThat(first.get("tasks").get("dwell").get("bestRmse").asDouble()).isBetween(0.5, 0.7);

        JsonNode second = demo("--events", "" + EVENTS, "--dir", directory.resolve("demo"));
        assertThat(second.get("events").asLong()).isEqualTo(2 * EVENTS);
        assertThat(second.get("parametersSha256")).isNotEqualTo(first.get("parametersSha256"));
    }

    @Test
    void aFileIsLearnedThroughKafkaAsItIsWithoutToTheBit() throws IOException {
        Path csv = directory.resolve("clicks.csv");
        Files.write(csv, clicks());
        Path config = directory.resolve("clicks.yaml");
        Files.writeString(
                config,
                DemoCommand.shopYaml()
                        .replaceAll("(?m)^  (history|dwell|buy):.*\\R", "")
                        .replace("app: shop", "app: clicks")
                        .replace("every: 50000", "every: 1000"));
        JsonNode alone = run("evaluate", "-c", config, "--csv", csv);
        JsonNode kafka = demo("-c", config, "--csv", csv);
        assertThat(kafka.get("parametersSha256")).isEqualTo(alone.get("parametersSha256"));
        assertThat(kafka.get("tasks")).isEqualTo(alone.get("tasks"));
        for (String count : List.of("events", "learned", "requests", "duplicates", "quarantined")) {
            assertThat(kafka.get(count)).as(count).isEqualTo(alone.get(count));
        }
        assertThat(sum(kafka, "snapshots")).isEqualTo(sum(kafka, "learned") / 1_000);
        assertThat(sum(kafka, "quarantined")).isEqualTo(2);
    }

    /** The shop's clicks as a file, with a row that is too short and one whose price is a word. */
    private static List<String> clicks() {
        List<String> fields = List.of(
                "impression_id", "event_time", "user", "item", "category", "device", "position", "price", "clicked");
        List<String> lines = new ArrayList<>(List.of(String.join(",", fields)));
        Shop shop = new Shop(7, EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            ShopEvent event = shop.next();
            if (event.kind() == ShopEvent.Kind.CLICK && !event.trouble().isBroken()) {
                lines.add(fields.stream()
                        .map(field -> event.cell(field) == null ? "" : String.valueOf(event.cell(field)))
                        .collect(Collectors.joining(",")));
            }
        }
        String last = lines.get(lines.size() - 1);
        lines.add(last.substring(0, last.lastIndexOf(',')));
        lines.add(last.replaceFirst("[^,]*,([01].0|)$", "dear,1"));
        return lines;
    }

    private JsonNode demo(Object... arguments) throws IOException {
        List<Object> all = new ArrayList<>(List.of("demo", "--headless"));
        all.addAll(List.of(arguments));
        return run(all.toArray());
    }

    private JsonNode run(Object... arguments) throws IOException {
        Path json = Files.createTempFile(directory, "report", ".json");
        List<String> all = new ArrayList<>();
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        all.addAll(List.of("--json", json.toString()));
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = command.execute(all.toArray(String[]::new));
        assertThat(exit).as("%s%n%s%n%s", all, out, err).isZero();
        return new ObjectMapper().readTree(json.toFile());
    }

    private static long sum(JsonNode report, String... counts) {
        long sum = 0;
        for (String count : counts) {
            sum += report.get(count).asLong();
        }
        return sum;
    }
}

package io.thalweg.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboard, alert rules and runbook speak of what there is. */
class OpsTest {
    private static final Path ALERTS = Path.of("ops/prometheus/alerts.yaml");
    private static final Path FAULTS = Path.of("ops/prometheus/alerts_test.yaml");
    private static final Path DASHBOARD = Path.of("ops/grafana/thalweg.json");
    private static final Path RUNBOOK = Path.of("ops/runbook.md");
    private static final Pattern OURS = Pattern.compile("\\bthalweg_[a-z_]+");
    private static final Pattern OTHERS = Pattern.compile("\\b(?:jvm|disk|process|system|kafka)_[a-z_]+");

    private static JsonNode yaml(Path file) throws IOException {
        return new YAMLMapper().readTree(Files.readString(file));
    }

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        yaml(ALERTS).get("groups").forEach(group -> group.get("rules").forEach(rules::add));
        return rules;
    }

    private static List<String> alerts() throws IOException {
        return rules().stream().map(rule -> rule.get("alert").asText()).toList();
    }

    private static Set<String> names(Pattern pattern, Path... files) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path file : files) {
            Matcher found = pattern.matcher(Files.readString(file));
            while (found.find()) {
                names.add(found.group());
            }
        }
        return names;
    }

    @Test
    void everyMeterThatTheySpeakOfIsOneOfOurs() throws IOException {
        Set<String> ours = Arrays.stream(MeterName.values())
                .flatMap(name -> name.kind() == MeterName.Kind.TIMER
                        ? Stream.of("", "_bucket", "_count", "_sum").map(suffix -> name.prometheus() + suffix)
                        : Stream.of(name.prometheus()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> spokenOf = names(OURS, ALERTS, FAULTS, DASHBOARD, RUNBOOK);
        assertThat(spokenOf).hasSizeGreaterThan(20);
        assertThat(ours).containsAll(spokenOf);
    }

    @Test
    void whatTheySpeakOfBesidesIsScraped() throws IOException {
        try (Meters meters = new Meters(Path.of("."))) {
            String scraped = meters.scrape();
            assertThat(names(OTHERS, ALERTS, FAULTS, DASHBOARD))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(scraped).contains("# TYPE " + name + " "));
        }
    }

    @Test
    void theDashboardShowsEveryHistogram() throws IOException {
        Set<String> shown = names(OURS, DASHBOARD);
        assertThat(Arrays.stream(MeterName.values()).filter(name -> name.kind() == MeterName.Kind.TIMER))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(shown).contains(name.prometheus() + "_bucket"));
    }

    @Test
    void noTwoPanelsOverlap() throws IOException {
        Set<String> cells = new TreeSet<>();
        for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels")) {
            JsonNode at = panel.get("gridPos");
            for (int x = at.get("x").asInt();
                    x < at.get("x").asInt() + at.get("w").asInt();
                    x++) {
                for (int y = at.get("y").asInt();
                        y < at.get("y").asInt() + at.get("h").asInt();
                        y++) {
                    assertThat(cells.add(x + " " + y))
                            .as(panel.get("title").asText())
                            .isTrue();
                    assertThat(x).isLessThan(24);
                }
            }
        }
        assertThat(cells).isNotEmpty();
    }

    @Test
    void everyAlertHasItsParagraphAndEveryParagraphItsAlert() throws IOException {
        String alerts = Files.readString(RUNBOOK).split("\n# Alerts\n")[1];
        List<String> sections = Arrays.stream(alerts.split("\n## ")).skip(1).toList();
        assertThat(sections.stream().map(section -> section.lines().findFirst().orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(alerts());
        assertThat(sections)
                .allSatisfy(section -> assertThat(section.lines().skip(2).filter(line -> !line.isBlank()))
                        .as(section)
                        .hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void everyAlertSaysWhereItsParagraphIs() throws IOException {
        for (JsonNode rule : rules()) {
            String name = rule.get("alert").asText();
            assertThat(rule.get("annotations").get("runbook").asText())
                    .isEqualTo("ops/runbook.md#" + name.toLowerCase(java.util.Locale.ROOT));
            assertThat(rule.get("labels").get("severity").asText()).isIn("page", "ticket");
        }
    }

    @Test
    void everyAlertHasAFaultThatFiresIt() throws IOException {
        List<String> fired = new ArrayList<>();
        yaml(FAULTS)
                .get("tests")
                .forEach(test -> test.get("promql_expr_test").forEach(expected -> {
                    JsonNode samples = expected.get("exp_samples");
                    if (samples != null) {
                        assertThat(samples).hasSize(1);
                        fired.add(samples.get(0).get("labels").asText().replaceAll(".*alertname=\"(\\w+)\".*", "$1"));
                    }
                }));
        assertThat(fired).containsExactlyElementsOf(alerts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check rules ops/prometheus/alerts.yaml",
                "test rules ops/prometheus/alerts_test.yaml",
                "check config ops/prometheus/prometheus.yaml"
            })
    void promtoolAgrees(String question) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(question.split(" ")));
        Process promtool;
        try {
            promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort("promtool is not here, so nobody asked it to " + question + " (Debian: prometheus)");
            return;
        }
        String answer = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(promtool.exitValue()).as(answer).isZero();
    }
}

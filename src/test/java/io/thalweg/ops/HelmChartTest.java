package io.thalweg.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.jni.NativeLibrary;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Memory;
import io.thalweg.observe.MeterName;
import io.thalweg.stream.ThalwegStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered by Helm itself. */
class HelmChartTest {
    private static final Path CHART = Path.of("ops/helm/thalweg");
    private static final Path VALUES = Path.of("src/test/resources/helm");

    @TempDir
    private Path directory;

    @BeforeAll
    static void helmIsHere() {
        assumeTrue(
                ServiceLoader.load(NativeLibrary.class).findFirst().isPresent(),
                "Helm's native library is here for Linux on amd64 only, so nobody rendered the chart");
    }

    private static Path values(String name) {
        return VALUES.resolve(name + ".values.yaml");
    }

    private static String render(Path values) {
        return new Helm(CHART)
                .template()
                .withName("shop")
                .withNamespace("ranking")
                .withValuesFile(values)
                .call();
    }

    private static List<JsonNode> objects(String rendered) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        YAMLMapper mapper = new YAMLMapper();
        mapper.readerFor(JsonNode.class).<JsonNode>readValues(rendered).forEachRemaining(objects::add);
        objects.removeIf(object -> !object.isObject());
        return objects;
    }

    private static JsonNode object(String values, String kind) throws IOException {
        return objects(render(values(values))).stream()
                .filter(one -> one.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private String refusal(String values, String more) throws IOException {
        Path file = directory.resolve("values.yaml");
        Files.writeString(file, Files.readString(values(values)) + more);
        try {
            return "accepted: " + render(file);
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "full", "learner-only"})
    void whatIsRenderedIsWhatItWas(String values) throws IOException {
        String rendered = render(values(values));
        Path now = Path.of("target/helm", values + ".yaml");
        Files.createDirectories(now.getParent());
        Files.writeString(now, rendered);
        assertThat(rendered)
                .as("if it is meant to change, %s is the new golden file", now)
                .isEqualTo(Files.readString(VALUES.resolve(values + ".golden.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "full", "learner-only"})
    void aClusterTakesEveryObject(String values) throws IOException {
        List<JsonNode> objects = objects(render(values(values)));
        assertThat(objects)
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(
                        object -> assertThat(KubernetesSchema.complaint(object)).isEmpty());
    }

    /** The judge itself: a misspelt field is found at any depth, in Kubernetes' kinds and in the operator's. */
    @Test
    void aMisspeltFieldIsFoundAtAnyDepth() throws IOException {
        int planted = 0;
        for (JsonNode object : objects(render(values("full")))) {
            for (String pointer : List.of(
                    "",
                    "/spec",
                    "/spec/template/spec",
                    "/spec/template/spec/containers/0",
                    "/spec/template/spec/containers/0/livenessProbe",
                    "/spec/endpoints/0",
                    "/spec/groups/0/rules/0")) {
                JsonNode copy = object.deepCopy();
                if (copy.at(pointer) instanceof ObjectNode place) {
                    place.put("mispelt", 1);
                    assertThat(KubernetesSchema.complaint(copy))
                            .as("%s at '%s'", object.get("kind"), pointer)
                            .isPresent();
                    planted++;
                }
            }
        }
        assertThat(planted).isGreaterThan(20);
    }

    /** Of the chart with a configuration: without one it says only that. */
    @Test
    void lintHasNothingToSay() throws IOException {
        String usual = Files.readString(CHART.resolve("values.yaml"));
        assertThat(usual).contains("\nconfig: \"\"\n");
        Path chart = directory.resolve("thalweg");
        try (Stream<Path> files = Files.walk(CHART)) {
            for (Path file : files.toList()) {
                Files.copy(file, chart.resolve(CHART.relativize(file)));
            }
        }
        Files.writeString(
                chart.resolve("values.yaml"),
                usual.replace("\nconfig: \"\"\n", "\n" + Files.readString(values("small"))));
        LintResult lint = new Helm(chart).lint().strict().call();
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @Test
    void aMisspeltOrSenselessValueIsRefused() throws IOException {
        assertThat(refusal("small", "serv: { enabled: false }\n"))
                .contains("serv")
                .doesNotStartWith("accepted");
        assertThat(refusal("small", "learner: { replica: 2 }\n"))
                .contains("replica")
                .doesNotStartWith("accepted");
        assertThat(refusal("small", "learner: { replicas: none }\n"))
                .contains("replicas")
                .doesNotStartWith("accepted");
        assertThat(refusal("small", "monitoring: { enabled: true, keySecret: { name: scrape } }\n"))
                .contains("key")
                .doesNotStartWith("accepted");
        assertThatThrownBy(() -> new Helm(CHART).template().withName("shop").call())
                .hasMessageContaining("config: is empty");
    }

    /** Prometheus asks for {@code https://10.0.0.7:8080/metrics}: no certificate has that name. */
    @Test
    void scrapingOverTlsSaysWhomToExpect() throws IOException {
        assertThat(refusal("small", "scheme: HTTPS\nmonitoring: { enabled: true }\n"))
                .contains("monitoring.tlsConfig", "serverName");
        assertThat(object("full", "ServiceMonitor")
                        .at("/spec/endpoints/0/tlsConfig/serverName")
                        .asText())
                .isEqualTo("shop.example.com");
    }

    /** From one namespace: any tenant can label a pod of his. */
    @Test
    void prometheusMayComeInWhereItIsToScrape() throws IOException {
        JsonNode prometheus = object("full", "NetworkPolicy").at("/spec/ingress/0/from/1");
        assertThat(prometheus.at("/podSelector/matchLabels").toString())
                .contains("app.kubernetes.io/name\":\"prometheus");
        assertThat(prometheus.at("/namespaceSelector/matchLabels").toString())
                .contains("kubernetes.io/metadata.name\":\"monitoring");
        assertThat(object("small", "NetworkPolicy").at("/spec/ingress/0/from").toString())
                .doesNotContain("prometheus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "full", "learner-only"})
    void theConfigurationIsOneThatWeRead(String values) throws IOException {
        String file =
                object(values, "ConfigMap").get("data").get("thalweg.yaml").asText();
        Map<String, String> variables =
                Map.of("KAFKA_PASSWORD", "p", "RANKER_KEY", "k".repeat(20), "SCRAPE_KEY", "s".repeat(20));
        assertThatCode(() -> ThalwegConfig.parse(file, "thalweg.yaml", variables))
                .doesNotThrowAnyException();
    }

    @Test
    void everyVariableOfTheConfigurationComesFromASecret() throws IOException {
        JsonNode container = object("full", "StatefulSet").at("/spec/template/spec/containers/0");
        List<String> fromSecrets = new ArrayList<>();
        container.get("env").forEach(one -> {
            if (one.at("/valueFrom/secretKeyRef/key").isTextual()) {
                fromSecrets.add(one.get("name").asText());
            }
        });
        assertThat(fromSecrets).containsExactly("KAFKA_PASSWORD", "RANKER_KEY", "SCRAPE_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"StatefulSet", "Deployment"})
    void nobodyRunsAsRootOrWritesWhereHeShouldNot(String kind) throws IOException {
        JsonNode pod = object("small", kind).at("/spec/template/spec");
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65532);
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode container = pod.at("/containers/0/securityContext");
        assertThat(container.get("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.get("allowPrivilegeEscalation").asBoolean()).isFalse();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }

    @Test
    void anInstanceIsCalledAsItsPod() throws IOException {
        JsonNode arguments = object("small", "StatefulSet").at("/spec/template/spec/containers/0/args");
        assertThat(new ObjectMapper().convertValue(arguments, List.class))
                .containsSequence("--state-dir", "/var/lib/thalweg", "--instance", "$(POD_NAME)");
    }

    @Test
    void aLearnerIsNotKilledWhileItEnds() throws IOException {
        int chart = object("small", "StatefulSet")
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt();
        assertThat(Duration.ofSeconds(chart)).isGreaterThan(ThalwegStreams.LONGEST_END.plusSeconds(20));
        JsonNode compose = new YAMLMapper().readTree(Files.readString(Path.of("docker", "compose.yaml")));
        for (String learner : List.of("learner", "secure-learner")) {
            assertThat(compose.at("/services/" + learner + "/stop_grace_period").asText())
                    .isEqualTo(chart + "s");
        }
    }

    /** Its pods run the image of that version, unless told otherwise. */
    @Test
    void theChartIsOfTheVersionOfThePom() throws IOException {
        JsonNode chart = new YAMLMapper().readTree(Files.readString(CHART.resolve("Chart.yaml")));
        String version = chart.get("appVersion").asText();
        assertThat(chart.get("version").asText()).isEqualTo(version);
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("<artifactId>thalweg</artifactId>\\s*<version>" + version + "(-SNAPSHOT)?<");
    }

    @Test
    void theRulesAreThoseOfThePrometheusFile() throws IOException {
        Path rules = Path.of("ops/prometheus/alerts.yaml");
        assertThat(CHART.resolve("files/alerts.yaml")).hasSameTextualContentAs(rules);
        assertThat(object("full", "PrometheusRule").get("spec"))
                .isEqualTo(new YAMLMapper().readTree(Files.readString(rules)));
    }

    @Test
    void theMemoryFollowsFromWhatCheckSaysOfTheShop() throws IOException {
        ThalwegConfig shop =
                ThalwegConfig.parse(Files.readString(Path.of("ops/examples/shop.yaml")), "shop.yaml", Map.of());
        long bytes = Memory.of(shop.lane()).bytes();
        JsonNode values = new YAMLMapper().readTree(Files.readString(CHART.resolve("values.yaml")));
        assertThat(values.at("/learner/modelBytes").asLong()).isEqualTo(bytes);
        assertThat(object("small", "StatefulSet")
                        .findValue("limits")
                        .get("memory")
                        .asText())
                .isEqualTo(1536 + 4 * bytes / (1 << 20) + "Mi");
    }

    @Test
    void thePodsAreScaledByAMeterThatThereIs() throws IOException {
        assertThat(object("small", "HorizontalPodAutoscaler")
                        .findValue("metric")
                        .get("name")
                        .asText())
                .isEqualTo("thalweg_http_requests_per_second");
        assertThat(Files.readString(Path.of("docs/cluster.md")))
                .contains("as: thalweg_http_requests_per_second", MeterName.HTTP_REQUEST.prometheus() + "_count");
    }
}

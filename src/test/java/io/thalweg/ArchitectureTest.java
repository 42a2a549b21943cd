package io.thalweg;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom. The import arrows are the data-flow arrows reversed. */
class ArchitectureTest {
    static final JavaClasses THALWEG = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.thalweg");

    static final String[] CORE = {
        "tensor",
        "loss",
        "task",
        "fusion",
        "encoder",
        "sharing",
        "balance",
        "optimiser",
        "regularise",
        "drift",
        "ingest",
        "feature",
        "batch",
        "model",
        "learn",
        "publish",
        "lane"
    };

    /** A imports B, one line an A. Everybody may import {@code check}; {@code app} may import everybody. */
    private static final Map<String, List<String>> IMPORTS = new LinkedHashMap<>();

    static {
        allow("check");
        allow("tensor");
        allow("loss");
        allow("task", "loss");
        allow("fusion", "task", "loss");
        allow("encoder");
        allow("sharing", "encoder", "tensor", "task");
        allow("balance", "tensor", "task");
        allow("optimiser", "tensor");
        allow("regularise");
        allow("drift");
        allow("ingest", "task");
        allow("feature", "encoder", "ingest", "loss", "task");
        allow("batch", "feature", "ingest", "task");
        allow(
                "model",
                "balance",
                "batch",
                "encoder",
                "feature",
                "loss",
                "optimiser",
                "regularise",
                "sharing",
                "task",
                "tensor");
        allow(
                "learn",
                "balance",
                "batch",
                "drift",
                "feature",
                "loss",
                "model",
                "optimiser",
                "sharing",
                "task",
                "tensor");
        allow("publish", "batch", "feature", "ingest", "learn", "loss", "task", "tensor");
        // One replica: it composes stations 3 to 5.
        allow("lane", others("lane", CORE));
        // The same core over history; who reads that history and who asks for it stand behind interfaces.
        allow("replay", CORE);
        allow("score", others("", CORE, "config", "wire"));
        allow("onnx", CORE);
        allow("config", CORE);
        allow("wire", CORE);
        allow("client", others("", CORE, "config", "wire", "score"));
        allow("stream", others("", CORE, "config", "wire", "replay", "client"));
        allow("csv", "config", "feature", "ingest", "task");
        allow("observe", others("", CORE, "stream"));
        allow("serve", others("", CORE, "config", "score"));
        allow("embedded");
        allow("simulate");
        allow(
                "app",
                others(
                        "",
                        CORE,
                        "config",
                        "wire",
                        "replay",
                        "score",
                        "client",
                        "stream",
                        "csv",
                        "observe",
                        "onnx",
                        "serve",
                        "embedded",
                        "simulate"));
    }

    private static void allow(String importer, String... imported) {
        IMPORTS.put(importer, List.of(imported));
    }

    private static String[] others(String self, String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more))
                .filter(name -> !name.equals(self))
                .toArray(String[]::new);
    }

    static List<String> packages() {
        return List.copyOf(IMPORTS.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageImportsOnlyWhatItMay(String importer) {
        String[] allowed = Stream.concat(Stream.of(importer, "check"), IMPORTS.get(importer).stream())
                .map(ArchitectureTest::subtree)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> ours = resideInAnyPackage("io.thalweg..");
        classes()
                .that()
                .resideInAPackage(subtree(importer))
                .should(onlyDependOnClassesThat(DescribedPredicate.not(ours).or(resideInAnyPackage(allowed))))
                .as(importer + " imports only " + IMPORTS.get(importer) + " and check")
                .allowEmptyShould(true)
                .check(THALWEG);
    }

    @Test
    void everyPackageHasItsPlaceInTheList() {
        TreeSet<String> packages = THALWEG.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals("io.thalweg"))
                .map(name -> name.split("\\.", -1)[2])
                .collect(toCollection(TreeSet::new));
        assertThat(IMPORTS.keySet()).containsAll(packages);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.thalweg.(*)..").should().beFreeOfCycles().check(THALWEG);
        slices().matching("io.thalweg.app.(*)..").should().beFreeOfCycles().check(THALWEG);
    }

    @Test
    void onlyStreamClientWireObserveEmbeddedAndAppKnowKafka() {
        onlyIn("stream", "client", "wire", "observe", "embedded", "app")
                .know("org.apache.kafka..", "kafka..", "scala..");
    }

    @Test
    void theEngineIsNoPartOfTheScorersJar() {
        noClasses()
                .that()
                .resideInAnyPackage(subtrees(CORE))
                .or()
                .resideInAnyPackage(subtrees("check", "config", "wire", "score", "client"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.streams..", "kafka..", "scala..")
                .check(THALWEG);
    }

    @Test
    void onlyWireKnowsTheRegistryClientAndTheGeneratedClasses() {
        onlyIn("wire").know("io.thalweg.wire.avro..", "org.apache.flink..", "io.confluent..");
    }

    @Test
    void onlyObserveKnowsMicrometer() {
        onlyIn("observe").know("io.micrometer..", "io.prometheus..");
    }

    @Test
    void onlyTensorModelAndLearnKnowNd4j() {
        onlyIn("tensor", "model", "learn").know("org.nd4j.linalg..", "org.bytedeco..");
    }

    @Test
    void onlyOnnxKnowsOnnxAndItsRuntime() {
        onlyIn("onnx").know("onnx..", "org.nd4j.shade..", "ai.onnxruntime..");
    }

    @Test
    void coreKnowsTheJdkAndNd4jAndNothingElse() {
        classes()
                .that()
                .resideInAnyPackage(subtrees(CORE))
                .or()
                .resideInAnyPackage(subtree("check"), subtree("replay"), subtree("score"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.thalweg..",
                        "java..",
                        "org.nd4j..",
                        "org.bytedeco..",
                        "org.jspecify.annotations",
                        "com.google.errorprone.annotations")
                .allowEmptyShould(true)
                .check(THALWEG);
    }

    @Test
    void configKnowsSettingsAndNoService() {
        DescribedPredicate<JavaClass> service = resideInAnyPackage(subtrees(CORE))
                .and(describe("services", type -> !type.isInterface() && !type.isRecord() && !type.isEnum()));
        noClasses()
                .that()
                .resideInAPackage(subtree("config"))
                .should()
                .dependOnClassesThat(service)
                .allowEmptyShould(true)
                .check(THALWEG);
    }

    @Test
    void inheritanceIsOneDeep() {
        assertThat(THALWEG.stream().filter(type -> depth(type) > 1).map(JavaClass::getName))
                .as("classes that extend a class of ours that itself extends one")
                .isEmpty();
    }

    private static int depth(JavaClass type) {
        return type.getRawSuperclass()
                .filter(parent -> parent.getPackageName().startsWith("io.thalweg"))
                .map(parent -> 1 + depth(parent))
                .orElse(0);
    }

    private static Insiders onlyIn(String... names) {
        return new Insiders(names);
    }

    private static String subtree(String name) {
        return "io.thalweg." + name + "..";
    }

    static String[] subtrees(String... names) {
        return Arrays.stream(names).map(ArchitectureTest::subtree).toArray(String[]::new);
    }

    private static final class Insiders {
        private final String[] names;

        Insiders(String... names) {
            this.names = names;
        }

        void know(String... secrets) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(subtrees(names))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(secrets)
                    .check(THALWEG);
        }
    }
}

package io.thalweg;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same log gives the same bits: what the core must not use because its result is not a function of its input. */
class DeterminismTest {
    /** Methods of Math whose last bit the CPU and the JIT may choose; those of StrictMath are fixed. */
    private static final Set<String> APPROXIMATE = Set.of(
            "exp", "expm1", "log", "log1p", "log10", "pow", "cbrt", "hypot", "sin", "cos", "tan", "asin", "acos",
            "atan", "atan2", "sinh", "cosh", "tanh");

    private static final Set<String> UNORDERED = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.Hashtable",
            "java.util.concurrent.ConcurrentHashMap");

    @Test
    void transcendentalFunctionsAreStrict() {
        core().should().accessTargetWhere(method(Math.class, APPROXIMATE)).check(ArchitectureTest.THALWEG);
    }

    @Test
    void nothingIsDrawnFromChance() {
        core().should()
                .dependOnClassesThat(named(Set.of(
                        "java.util.Random", "java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom")))
                .orShould()
                .accessTargetWhere(method(Math.class, Set.of("random")))
                .orShould()
                .accessTargetWhere(method(java.util.UUID.class, Set.of("randomUUID")))
                .orShould()
                .accessTargetWhere(method(System.class, Set.of("identityHashCode")))
                .orShould()
                .callConstructor(java.util.SplittableRandom.class)
                .check(ArchitectureTest.THALWEG);
    }

    @Test
    void timeIsEventTime() {
        core().should()
                .accessTargetWhere(method(System.class, Set.of("currentTimeMillis", "nanoTime")))
                .orShould()
                .accessTargetWhere(describe("the clock of java.time", DeterminismTest::isNow))
                .orShould()
                .accessTargetWhere(method(java.time.ZoneId.class, Set.of("systemDefault")))
                .orShould()
                .dependOnClassesThat(named(Set.of("java.util.Date", "java.util.Calendar", "java.util.TimeZone")))
                .check(ArchitectureTest.THALWEG);
    }

    @Test
    void onlyPlatformLooksAtTheMachine() {
        core().and()
                .doNotHaveFullyQualifiedName("io.thalweg.tensor.Platform")
                .should()
                .accessTargetWhere(method(System.class, Set.of("getenv", "getProperty", "getProperties")))
                .orShould()
                .accessTargetWhere(method(java.util.Locale.class, Set.of("getDefault")))
                .orShould()
                .accessTargetWhere(method(Runtime.class, Set.of("availableProcessors", "maxMemory", "freeMemory")))
                .because("what the numbers depend on is stated by a snapshot")
                .check(ArchitectureTest.THALWEG);
    }

    @Test
    void everyIterationHasAnOrder() {
        core().should()
                .dependOnClassesThat(named(UNORDERED))
                .because("their order is nobody's: take LinkedHashMap, TreeMap or an array")
                .check(ArchitectureTest.THALWEG);
    }

    /** Those of {@code Map.of} and {@code Set.of} even change with every start of the JVM. */
    @Test
    void noOrderChangesWithTheStartOfTheJvm() {
        core().should()
                .accessTargetWhere(method(java.util.Map.class, Set.of("of", "ofEntries", "copyOf")))
                .orShould()
                .accessTargetWhere(method(java.util.Set.class, Set.of("of", "copyOf")))
                .orShould()
                .accessTargetWhere(method(
                        java.util.stream.Collectors.class,
                        Set.of(
                                "toSet",
                                "toUnmodifiableSet",
                                "toUnmodifiableMap",
                                "toConcurrentMap",
                                "groupingByConcurrent")))
                .because("use List.of, or a LinkedHashMap behind Collections.unmodifiableMap")
                .check(ArchitectureTest.THALWEG);
    }

    @Test
    void oneThreadOnly() {
        core().should()
                .dependOnClassesThat(named(Set.of(
                        "java.lang.Thread",
                        "java.util.concurrent.ForkJoinPool",
                        "java.util.concurrent.CompletableFuture")))
                .orShould()
                .accessTargetWhere(describe(
                        "parallel streams",
                        access -> Set.of("parallel", "parallelStream")
                                .contains(access.getTarget().getName())))
                .check(ArchitectureTest.THALWEG);
    }

    @Test
    void noFilesAndNoNetwork() {
        core().should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "com.sun..")
                .orShould()
                .dependOnClassesThat(
                        named(Set.of("java.io.File", "java.io.FileInputStream", "java.io.FileOutputStream")))
                .check(ArchitectureTest.THALWEG);
    }

    private static GivenClassesConjunction core() {
        return noClasses().that().resideInAnyPackage(ArchitectureTest.subtrees(ArchitectureTest.CORE));
    }

    private static DescribedPredicate<JavaClass> named(Set<String> names) {
        return describe("among " + names, type -> names.contains(type.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> method(Class<?> owner, Set<String> names) {
        return describe("a method of " + owner.getSimpleName() + " among " + names, access -> {
            AccessTarget target = access.getTarget();
            return target.getOwner().isEquivalentTo(owner) && names.contains(target.getName());
        });
    }

    private static boolean isNow(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        return target.getOwner().getPackageName().equals("java.time")
                && (target.getName().equals("now") || target.getName().startsWith("system"));
    }
}

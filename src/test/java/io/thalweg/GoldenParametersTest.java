package io.thalweg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.feature.Example;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a small world teaches, to the bit, frozen: whoever changes it by accident finds out here. Whoever means to
 * change it puts the new values in and says so in CHANGES, since the same log then gives another model than before.
 */
class GoldenParametersTest {
    private static final int EVENTS = 500;

    static Stream<Arguments> linearModels() {
        return Stream.of(
                Arguments.of(
                        new Optimiser.AdaGrad(0.05, 1e-8, 0),
                        "d773a92c34c46997108768918bfd55b21e5af62ca62d524e1298891cdf62991f"),
                Arguments.of(
                        new Optimiser.Adam(0.01, 0.9, 0.999, 1e-8),
                        "d310de9c92f547daed733dc1bef140fbdbff5e39798d3918c2998bf881d9c382"),
                Arguments.of(
                        new Optimiser.FtrlProximal(0.1, 1, 0.001, 0.01),
                        "5b562c1387e7b5b5be045468c00fce20913f89f129168906bbc7f9643a71e321"),
                Arguments.of(
                        new Optimiser.Sgd(0.05), "c5760379c8fd2b48a5fa51399b93d3e3dd3285e645100f3fbbccf4db6bdadbf2"));
    }

    private static String learned(ModelSettings model) {
        Lane lane = new Lane(Worlds.lane(model));
        List<Example> examples = Worlds.examples(EVENTS, 1);
        for (int i = 0; i < EVENTS; i++) {
            lane.apply(i, i, new LogRecord.Event(examples.get(i)), Outputs.NONE);
        }
        return lane.parametersSha256();
    }

    /** Plain Java arithmetic: the same on every machine and every JVM. */
    @ParameterizedTest
    @MethodSource("linearModels")
    void theLinearModelIsTheSameEverywhere(Optimiser optimiser, String sha256) {
        var linear = new ModelSettings(new Sharing.Hard(), List.of(), List.of(), true, optimiser, optimiser, 7);
        assertThat(learned(linear)).isEqualTo(sha256);
    }

    /** Products are those of a kernel, which is why a snapshot names its platform. */
    @Test
    void theDeepModelIsTheSameWhereTheKernelIs() {
        assumeTrue("Haswell".equals(System.getenv("OPENBLAS_CORETYPE")), "needs OPENBLAS_CORETYPE=Haswell");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "needs an x86-64");
        assertThat(learned(Worlds.hard(Worlds.adaGrad())))
                .isEqualTo("33649b097efa99cc9ff9eb402df9e7fb88547c46cec5df689e2908cdd7534d53");
    }
}

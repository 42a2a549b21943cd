package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/** Exit codes and help: the manners of the command line. */
class MainTest {
    @TempDir
    private Path directory;

    private CommandLineScene scene;

    @BeforeEach
    void begin() {
        scene = new CommandLineScene(directory);
    }

    static Set<String> commands() {
        return Main.commandLine().getSubcommands().keySet();
    }

    @Test
    void allCommandsAreThere() {
        assertThat(commands())
                .contains("demo", "check", "run", "produce", "evaluate", "bench", "replay", "explain-score");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelp(String command) {
        assertThat(scene.run(command, "--help")).isZero();
        assertThat(scene.out()).startsWith("Usage: thalweg " + command).contains("--help");
    }

    @Test
    void theVersionIsTold() {
        assertThat(scene.run("--version")).isZero();
        assertThat(scene.out()).startsWith("thalweg ");
    }

    @Test
    void noCommandIsWrongUse() {
        assertThat(scene.run()).isEqualTo(2);
        assertThat(scene.err()).startsWith("which command?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chekc", "check", "evaluate", "check --colour", "evaluate -c a.yaml", "produce --csv"})
    void wrongUseEndsWithTwo(String arguments) {
        assertThat(scene.run(arguments.split(" "))).isEqualTo(2);
        assertThat(scene.err()).isNotEmpty();
    }

    @Test
    void aFailureIsExplainedInOneLineAndEndsWithOne() {
        String config = scene.file("c.yaml", CommandLineScene.CONFIG);
        assertThat(scene.run("evaluate", "-c", config, "--csv", scene.path("none.csv")))
                .isEqualTo(1);
        assertThat(scene.err()).isEqualTo("thalweg: " + scene.path("none.csv") + ": there is no such file\n");
    }

    @Test
    void whereAFailureHappenedIsShownOnDemand() {
        assertThat(scene.run("evaluate", "--stack-trace", "-c", scene.path("none.yaml"), "--csv", "x"))
                .isEqualTo(1);
        assertThat(scene.err())
                .startsWith("thalweg: " + scene.path("none.yaml") + ", there is no such file\n")
                .contains("at io.thalweg.config.ThalwegConfig.load");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"shop --rate -5", "shop --rate NaN", "produce --csv f --rate -1", "demo --headless --rate -1"})
    void aRateThatIsNoneIsRefusedBeforeAnythingBegins(String arguments) {
        String file = scene.file("c.yaml", CommandLineScene.CONFIG);
        assertThat(scene.run((arguments + " -c " + file).split(" "))).isEqualTo(1);
        assertThat(scene.err()).startsWith("thalweg: --rate must be 0, for as fast as possible, or more");
    }

    @Command(name = "hungry")
    static final class Hungry implements Callable<Integer> {
        @Override
        public Integer call() {
            return new long[Integer.MAX_VALUE].length; // more than any virtual machine has room for
        }
    }

    @Test
    void wantOfMemoryIsSaidInASentence() {
        assertThat(failing(new Hungry(), "hungry"))
                .startsWith("thalweg: it takes more memory than Java may have")
                .contains("THALWEG_JAVA_OPTS=-Xmx4g");
    }

    @Command(name = "crowded")
    static final class Crowded implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("unable to create native thread: possibly out of memory");
        }
    }

    @Test
    void wantOfThreadsIsNotToldAsWantOfHeap() {
        assertThat(failing(new Crowded(), "crowded", "--stack-trace"))
                .startsWith("thalweg: the system lets this process have no more threads")
                .contains("Caused by: java.lang.OutOfMemoryError", "Crowded.call")
                .doesNotContain("-Xmx");
    }

    private static String failing(Callable<Integer> command, String... arguments) {
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .addSubcommand(command)
                .setErr(new PrintWriter(err))
                .execute(arguments);
        assertThat(code).isEqualTo(1);
        return err.toString();
    }
}

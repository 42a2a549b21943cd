package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.thalweg.app.Documents.Line;
import io.thalweg.config.ThalwegConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What the documents tell their readers to type and to follow: every link leads somewhere, every command of ours is one
 * that the command line takes, every configuration is one that can be read. DocsIT runs what can be run.
 */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    static List<Path> pages() {
        return Documents.pages();
    }

    static Stream<Line> commands() {
        return Documents.lines().stream().filter(Line::isOurs);
    }

    /** As GitHub makes them. */
    private static List<String> anchors(Path page) {
        return Documents.text(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceAll("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) {
        Matcher links =
                LINK.matcher(Documents.BLOCK.matcher(Documents.text(page)).replaceAll(""));
        while (links.find()) {
            String link = links.group(1);
            if (link.startsWith("http")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path folder = page.toAbsolutePath().getParent();
            Path target = parts[0].isEmpty() ? page.toAbsolutePath() : folder.resolve(parts[0]);
            assertThat(target).as("'%s' in %s", link, page).exists();
            if (parts.length > 1) {
                assertThat(anchors(target)).as("'%s' in %s", link, page).contains(parts[1]);
            }
        }
    }

    @Test
    void thereAreSome() {
        assertThat(pages()).hasSizeGreaterThan(12);
        assertThat(commands()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandIsOneThatWeTake(Line command) {
        String[] arguments = command.arguments().toArray(String[]::new);
        CommandLine line = Main.commandLine();
        assertThatCode(() -> line.parseArgs(arguments)).as("%s", command).doesNotThrowAnyException();
    }

    /** Those that begin with an application's name; the rest are parts of one. */
    @Test
    void everyWholeConfigurationCanBeRead() {
        int read = 0;
        for (Documents.Block block : Documents.blocks("yaml")) {
            if (Pattern.compile("(?m)^app: ").matcher(block.text()).find()) {
                assertThatCode(() ->
                                ThalwegConfig.parse(block.text(), block.page().toString(), Map.of()))
                        .as("%s", block.page())
                        .doesNotThrowAnyException();
                read++;
            }
        }
        assertThat(read).isPositive();
    }

    /** README's list is the way in. */
    @Test
    void everyPageOfDocsIsLinkedFromTheReadme() {
        String readme = Documents.text(Path.of("README.md"));
        for (Path page : pages()) {
            if (page.startsWith("docs")) {
                assertThat(readme).contains("](" + page + ")");
            }
        }
    }
}

package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/configuration.md is made here: which keys there are and what they take, the reader of the configuration is
 * asked, by keys and values that it refuses; what they mean stands in configuration.txt, and the defaults there are
 * tried.
 */
class ConfigReferenceTest {
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Path SOURCE = Path.of("src/test/resources/configuration.txt");
    private static final Pattern ALLOWED = Pattern.compile("there is no key \\S*mispelt\\S*.*?; allowed[^:]*: (.*)");
    private static final Map<String, String> REST = Map.of(
            "app", "app: shop",
            "time", "time: t",
            "features", "features: { user: { type: categorical } }",
            "tasks",
                    "tasks: { click: { topic: a, label: c, loss: logistic }, buy: { topic: a, label: b, loss: logistic"
                            + " } }");
    private static final List<String> ORDER = List.of("app", "time", "features", "tasks");

    /** One block of the file: {@code yaml} has a ~ where its keys go. */
    private record Section(String title, String yaml, List<Key> keys) {
        @Override
        public String toString() {
            return title;
        }
    }

    private record Key(String name, String usual, String meaning, String allowed) {
        boolean isTried() {
            return !usual.equals("-") && !usual.equals("!") && !usual.startsWith("(");
        }
    }

    static List<Section> sections() throws IOException {
        List<Section> sections = new ArrayList<>();
        for (String line : Files.readAllLines(SOURCE)) {
            String[] parts = line.split(" \\| ", 3);
            if (line.startsWith("# ") && parts.length == 2) {
                sections.add(new Section(parts[0].substring(2), parts[1].replace("\\n", "\n"), new ArrayList<>()));
            } else if (!line.startsWith("# ") && line.contains(" = ")) {
                String[] names = parts[0].split(" = ", 2);
                Key key = new Key(names[0], names[1], parts[1], parts.length > 2 ? parts[2] : "");
                sections.get(sections.size() - 1).keys().add(key);
            }
        }
        return sections;
    }

    /** The whole file around a block that has {@code keys} beside what it needs. */
    private static String file(Section section, String keys) {
        String own = section.yaml();
        for (String name : keys.replaceAll(":.*", "").split(",")) {
            own = own.replaceAll("(?<=[{,] ?)" + Pattern.quote(name) + ": (\\[[^]]*]|\\{[^}]*}|[^,}~]+), (?=.*~)", "");
        }
        own = own.replace("~", keys).replaceAll(", }", " }");
        StringBuilder file = new StringBuilder();
        for (String part : ORDER) {
            if (!(own + "\n").matches("(?s)(.*\n)?" + part + ":.*")) {
                file.append(REST.get(part)).append('\n');
            }
        }
        return file + own + "\n";
    }

    private static List<String> complaints(String file) {
        try {
            ThalwegConfig.parse(file, "f", Map.of());
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static List<String> keys(Section section) {
        return complaints(file(section, "mispelt: 1")).stream()
                .map(ALLOWED::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(found -> Arrays.asList(found.group(1).split(", ")))
                .orElse(List.of());
    }

    /** What the reader says that the key takes, when it gets a list of lists. */
    private static String allowed(Section section, Key key) {
        if (!key.allowed().isEmpty()) {
            return key.allowed();
        }
        Pattern must = Pattern.compile("[. ]" + Pattern.quote(key.name()) + "(?:\\[0])? must be (.*), got a list");
        Pattern words =
                Pattern.compile("[. ]" + Pattern.quote(key.name()) + " is a list; allowed in this version: ([^(]*)");
        for (String complaint : complaints(file(section, key.name() + ": [[]]"))) {
            Matcher found = must.matcher(" " + complaint);
            if (found.find()) {
                return found.group(1);
            }
            found = words.matcher(" " + complaint);
            if (found.find()) {
                return "`" + found.group(1).trim().replace(", ", "`, `") + "`";
            }
        }
        return "?";
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder("# Configuration\n\n"
                + "Every key of the file, as the program reads it: what it takes is what it says when it gets"
                + " something else. An\n"
                + "unknown key, a contradiction or a missing one is refused with its line."
                + " [README](../README.md#your-own-events) has an example. This page\n"
                + "is made by `ConfigReferenceTest`; what it is made of is"
                + " `src/test/resources/configuration.txt`.\n");
        for (Section section : sections()) {
            page.append("\n## ")
                    .append(section.title())
                    .append("\n\n| key | default | takes | says |\n|---|---|---|---|\n");
            for (Key key : section.keys()) {
                String usual = switch (key.usual()) {
                    case "-" -> "";
                    case "!" -> "must be said";
                    default ->
                        key.isTried() ? "`" + key.usual() + "`" : key.usual().replaceAll("[()]", "");
                };
                page.append(String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %s | %s |%n",
                        key.name(),
                        usual,
                        allowed(section, key),
                        key.meaning()));
            }
        }
        return page.toString();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void everyKeyThatIsReadIsToldAndNoOther(Section section) {
        List<String> told = section.keys().stream().map(Key::name).toList();
        List<String> read =
                keys(section).stream().filter(key -> !key.equals("type")).toList();
        assertThat(told).as(file(section, "mispelt: 1")).containsExactlyElementsOf(read);
    }

    @ParameterizedTest
    @MethodSource("sections")
    void aDefaultIsWhatIsTakenWhereNothingIsSaid(Section section) {
        for (Key key : section.keys()) {
            if (key.isTried()) {
                String said = file(section, key.name() + ": " + key.usual());
                assertThat(settings(said)).as(said).isEqualTo(settings(file(section, "")));
            }
        }
    }

    /** All that a file says, but for its text. */
    private static List<Object> settings(String file) {
        assertThat(complaints(file)).as(file).isEmpty();
        ThalwegConfig config = ThalwegConfig.parse(file, "f", Map.of());
        var lane = config.lane();
        return List.of(
                config.input(),
                lane.map(),
                lane.model(),
                lane.batch(),
                List.of(lane.snapshotsEvery(), lane.metricsEvery(), lane.metricsWindow(), lane.duplicatesWindow()),
                lane.drift(),
                config.checkpointEvery(),
                config.topics(),
                Optional.of(config.serve().orElse(ServeSettings.USUAL)));
    }

    @Test
    void thePageIsWhatTheProgramSays() throws IOException {
        String page = page();
        Path made = Path.of("target/configuration.md");
        Files.createDirectories(made.getParent());
        Files.writeString(made, page);
        assertThat(page).doesNotContain("| ? |");
        assertThat(Files.readString(PAGE)).as("%s is the new page", made).isEqualTo(page);
    }
}

package io.thalweg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What stands in docs/dependencies.md is what is on the class path. */
class ShippedVersionsTest {
    private static final Pattern ROW = Pattern.compile("\\| ([a-z0-9-]+) \\| ([0-9][0-9.]*) \\| .+ \\|");
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

    private static Map<String, String> floors() throws IOException {
        Map<String, String> floors = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs", "dependencies.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                floors.put(row.group(1), row.group(2));
            }
        }
        return floors;
    }

    private static Map<String, String> jars() {
        Map<String, String> jars = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Matcher jar = JAR.matcher(Path.of(entry).getFileName().toString());
            if (jar.matches()) {
                jars.putIfAbsent(jar.group(1), jar.group(2));
            }
        }
        return jars;
    }

    @Test
    void nothingIsOlderThanItMayBe() throws IOException {
        Map<String, String> jars = jars();
        List<String> wrong = new ArrayList<>();
        floors().forEach((artifact, floor) -> {
            String found = jars.get(artifact);
            if (found == null || Version.parse(found).compareTo(Version.parse(floor)) < 0) {
                wrong.add("%s must be %s or newer, and is %s".formatted(artifact, floor, found));
            }
        });
        assertThat(floors()).hasSizeGreaterThan(10);
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsLeftOutIsNotThere() {
        assertThat(jars()).doesNotContainKeys("commons-net", "oshi-core", "log4j-core");
    }
}

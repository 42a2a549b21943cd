package io.thalweg.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages of the repository, and the fenced blocks in them. */
final class Documents {
    static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    private Documents() {}

    record Block(Path page, String text) {}

    /** A line that a reader is told to type, by its words; a command that goes over several lines is one. */
    record Line(Path page, List<String> words) {
        boolean isOurs() {
            return words.contains("./thalweg") || words.get(0).equals("thalweg");
        }

        /** What the command line gets. */
        List<String> arguments() {
            int name = Math.max(words.indexOf("./thalweg"), 0);
            return words.stream()
                    .skip(name + 1)
                    .takeWhile(word -> !word.matches("[>|].*"))
                    .toList();
        }

        @Override
        public String toString() {
            return page + ": " + String.join(" ", words);
        }
    }

    static List<Path> pages() {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("", "docs", "ops", "schemas")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Block> blocks(String... languages) {
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages()) {
            Matcher found = BLOCK.matcher(text(page));
            while (found.find()) {
                if (Arrays.asList(languages).contains(found.group(1))) {
                    blocks.add(new Block(page, found.group(2)));
                }
            }
        }
        return blocks;
    }

    static List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Block block : blocks("bash", "sh")) {
            String begun = "";
            for (String line : block.text().replace("\\\n", " ").split("\n")) {
                begun += line.replaceAll("(^|\\s)# .*", "") + " ";
                boolean isWhole = begun.chars().filter(one -> one == '\'').count() % 2 == 0;
                if (isWhole && !begun.isBlank()) {
                    String bare = begun.trim().replace("'", "").replace("\"", "");
                    lines.add(new Line(block.page(), List.of(bare.split("\\s+"))));
                }
                begun = isWhole ? "" : begun;
            }
        }
        return lines;
    }
}

package io.thalweg;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The caps that keep files, methods and names small, counted by the JDK's own parser. */
class HouseNumbersTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final int MAIN_FILE_LINES = 400;
    private static final int TEST_FILE_LINES = 500;
    private static final int METHOD_LINES = 50;
    private static final Pattern EMPTY_NAME =
            Pattern.compile("(Util|Utils|Helper|Helpers|Manager|Impl|Base|Abstract)(?=[A-Z0-9]|$)");
    private static final Pattern PROMISE = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    @Test
    void filesAreShort() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources(MAIN)) {
            check(tooLong, file, lines(file).size(), MAIN_FILE_LINES);
        }
        for (Path file : sources(TEST)) {
            check(tooLong, file, lines(file).size(), TEST_FILE_LINES);
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void methodsAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path root : List.of(MAIN, TEST)) {
            parse(root, new Visitor((where, tree) -> {
                if (tree instanceof MethodTree method) {
                    check(tooLong, where + " " + method.getName(), where.lines(tree), METHOD_LINES);
                }
            }));
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() throws IOException {
        List<String> empty = new ArrayList<>();
        for (Path root : List.of(MAIN, TEST)) {
            parse(root, new Visitor((where, tree) -> {
                if (tree instanceof ClassTree type
                        && EMPTY_NAME.matcher(type.getSimpleName()).find()) {
                    empty.add(where + " " + type.getSimpleName());
                }
            }));
        }
        assertThat(empty).isEmpty();
    }

    @Test
    void everyPackageTellsWhereYouAreAndIsNullMarked() {
        List<Path> silent = sources(MAIN).stream()
                .map(Path::getParent)
                .distinct()
                .map(directory -> directory.resolve("package-info.java"))
                .filter(info -> !Files.exists(info)
                        || !lines(info).contains("@NullMarked")
                        || !lines(info).get(0).startsWith("/**"))
                .toList();
        assertThat(silent)
                .as("missing, without @NullMarked, or without a comment")
                .isEmpty();
    }

    @Test
    void nothingIsPromisedForLater() {
        List<String> promises = new ArrayList<>();
        for (Path root : List.of(MAIN, TEST)) {
            for (Path file : sources(root)) {
                List<String> lines = lines(file);
                for (int line = 0; line < lines.size(); line++) {
                    if (PROMISE.matcher(lines.get(line)).find()) {
                        promises.add(file + ":" + (line + 1));
                    }
                }
            }
        }
        assertThat(promises).as("an issue keeps a promise, a comment does not").isEmpty();
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.thalweg.app..")
                .should()
                .accessField(System.class, "out")
                .check(ArchitectureTest.THALWEG);
    }

    private static void check(List<String> tooLong, Object what, long lines, int limit) {
        if (lines > limit) {
            tooLong.add("%s has %d lines, %d are allowed".formatted(what, lines, limit));
        }
    }

    private static List<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void parse(Path root, Visitor visitor) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources(root)));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                visitor.scan(unit, new Where(unit, positions));
            }
        }
    }

    /** The file a tree stands in, and its extent there. */
    private record Where(CompilationUnitTree unit, SourcePositions positions) {
        /** From the first annotation to the closing brace; none for what the compiler made up. */
        long lines(Tree tree) {
            long start = positions.getStartPosition(unit, tree);
            long end = positions.getEndPosition(unit, tree);
            return start < 0 || end < 0
                    ? 0
                    : unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
        }

        @Override
        public String toString() {
            return Path.of(unit.getSourceFile().toUri()).getFileName().toString();
        }
    }

    private static final class Visitor extends TreeScanner<@Nullable Void, Where> {
        private final BiConsumer<Where, Tree> look;

        Visitor(BiConsumer<Where, Tree> look) {
            this.look = look;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, Where where) {
            look.accept(where, type);
            return super.visitClass(type, where);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, Where where) {
            look.accept(where, method);
            return super.visitMethod(method, where);
        }
    }
}

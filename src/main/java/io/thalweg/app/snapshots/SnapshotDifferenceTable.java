package io.thalweg.app.snapshots;

import io.thalweg.app.console.TextTable;
import io.thalweg.model.SectionChange;
import io.thalweg.publish.SnapshotManifest;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** A {@link SnapshotDifference} for people. */
final class SnapshotDifferenceTable {
    private final SnapshotDifference difference;
    private final PrintWriter out;

    SnapshotDifferenceTable(SnapshotDifference difference, PrintWriter out) {
        this.difference = difference;
        this.out = out;
    }

    void print() {
        printPlaces();
        out.println();
        printConfiguration();
        out.println();
        printQuality();
        out.println();
        printParameters();
        if (difference.isNone()) {
            out.println();
            out.println("the bytes of both are the same");
        }
        out.flush();
    }

    private void printPlaces() {
        SnapshotManifest a = difference.before();
        SnapshotManifest b = difference.after();
        TextTable table = new TextTable(List.of("", "A", "B", "B - A"));
        table.row(List.of("snapshot", a.id(), b.id(), ""));
        table.row(List.of("chain", SnapshotFigures.shortChain(a), SnapshotFigures.shortChain(b), ""));
        table.row(numbers("next offset", a.extent().nextOffset(), b.extent().nextOffset()));
        table.row(numbers("examples", a.examples(), b.examples()));
        table.row(numbers("version", a.version(), b.version()));
        table.row(numbers("bytes", a.extent().bytes(), b.extent().bytes()));
        table.print(out);
    }

    private static List<String> numbers(String name, long a, long b) {
        return List.of(name, SnapshotFigures.count(a), SnapshotFigures.count(b), SnapshotFigures.count(b - a));
    }

    private void printConfiguration() {
        if (difference.configuration().isEmpty()) {
            out.println("the configurations are the same");
            return;
        }
        TextTable table = new TextTable(List.of("configuration", "A", "B"));
        difference.configuration().forEach(one -> table.row(List.of(one.key(), one.before(), one.after())));
        table.print(out);
    }

    private void printQuality() {
        TextTable table = new TextTable(List.of("task", "labels", "figure", "A", "B", "B - A"));
        for (SnapshotDifference.Figure figure : difference.figures()) {
            table.row(List.of(
                    figure.task(),
                    figure.labels(),
                    figure.name(),
                    SnapshotFigures.figure(figure.before()),
                    SnapshotFigures.figure(figure.after()),
                    SnapshotFigures.figure(figure.after() - figure.before())));
        }
        table.print(out);
    }

    private void printParameters() {
        TextTable table = new TextTable(List.of(
                "parameters", "numbers", "differ", "|B - A|", "|A|", "|B|", "largest", "rows that changed most"));
        difference.parameters().changes().forEach(change -> table.row(row(change)));
        table.print(out);
        difference.parameters().incomparable().forEach(line -> out.println("cannot be compared: " + line));
    }

    private static List<String> row(SectionChange change) {
        return List.of(
                change.name(),
                SnapshotFigures.count(change.numbers()),
                SnapshotFigures.count(change.differing()),
                SnapshotFigures.figure(change.norm()),
                SnapshotFigures.figure(change.normBefore()),
                SnapshotFigures.figure(change.normAfter()),
                SnapshotFigures.figure(change.largest()),
                change.rows().stream()
                        .map(row -> row.row() + " (" + SnapshotFigures.figure(row.norm()) + ")")
                        .collect(Collectors.joining(", ")));
    }
}

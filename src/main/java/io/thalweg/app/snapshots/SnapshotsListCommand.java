package io.thalweg.app.snapshots;

import io.thalweg.app.console.TextTable;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.stream.SnapshotStore.Listed;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** A line for each snapshot. */
@Command(
        name = "list",
        description = {
            "Lists the snapshots on the topic, oldest first, each with the quality of its tasks of late (the fading"
                    + " window).",
            "",
            "Reads manifests only; 'verify' reads the models."
        })
final class SnapshotsListCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SnapshotsCommand parent;

    @Override
    public Integer call() {
        try (SnapshotSource source = parent.source()) {
            List<Listed> snapshots = source.store().list();
            print(snapshots, parent.out());
            parent.writeJson(Map.of(
                    "snapshots",
                    snapshots.stream()
                            .map(one -> SnapshotFigures.json(one.manifest(), one.taken()))
                            .toList()));
        }
        return 0;
    }

    static void print(List<Listed> snapshots, PrintWriter out) {
        if (snapshots.isEmpty()) {
            out.println("no snapshots yet: the first one comes after snapshots.every examples");
            out.flush();
            return;
        }
        Set<String> tasks = new LinkedHashSet<>();
        snapshots.forEach(one -> one.manifest().metrics().forEach(task -> tasks.add(column(task))));
        List<String> header =
                new ArrayList<>(List.of("id", "cause", "from", "to", "examples", "version", "size", "taken", "chain"));
        header.addAll(tasks);
        TextTable table = new TextTable(header);
        snapshots.forEach(one -> table.row(row(one, tasks)));
        table.print(out);
        out.flush();
    }

    private static List<String> row(Listed listed, Set<String> tasks) {
        SnapshotManifest manifest = listed.manifest();
        List<String> row = new ArrayList<>(List.of(
                manifest.id(),
                SnapshotFigures.cause(manifest),
                Long.toString(manifest.extent().firstOffset()),
                Long.toString(manifest.extent().nextOffset() - 1),
                SnapshotFigures.count(manifest.examples()),
                SnapshotFigures.count(manifest.version()),
                SnapshotFigures.size(manifest.extent().bytes()),
                SnapshotFigures.time(listed.taken()),
                SnapshotFigures.shortChain(manifest)));
        for (String column : tasks) {
            row.add(manifest.metrics().stream()
                    .filter(task -> column(task).equals(column))
                    .findFirst()
                    .map(task -> SnapshotFigures.figure(SnapshotFigures.main(task.window())))
                    .orElse(SnapshotFigures.NONE));
        }
        return row;
    }

    private static String column(TaskMetrics task) {
        return task.task() + " " + SnapshotFigures.mainName(task);
    }
}

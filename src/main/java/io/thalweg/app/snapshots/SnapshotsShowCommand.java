package io.thalweg.app.snapshots;

import io.thalweg.app.console.TextTable;
import io.thalweg.config.ConfigException;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Lane;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.stream.SnapshotStore.Listed;
import io.thalweg.stream.StreamException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** One snapshot, all of it. */
@Command(
        name = "show",
        description = {
            "Shows all that a snapshot says of itself, whether its bytes agree with it, and whether this program can go"
                    + " on from them.",
            "",
            "Ends with 1 if they do not agree."
        })
final class SnapshotsShowCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SnapshotsCommand parent;

    @Parameters(paramLabel = "REF", description = "Which snapshot.")
    private String reference = "";

    /** What a look at the bytes brought. */
    private record Judgement(boolean agrees, String bytes, String model) {}

    @Override
    public Integer call() {
        try (SnapshotSource source = parent.source()) {
            if (SnapshotSource.isFile(reference)) {
                StoredSnapshot snapshot = source.load(reference);
                return show(snapshot.manifest(), null, judge(snapshot));
            }
            Listed found = source.find(reference);
            return show(found.manifest(), found.taken(), judge(source, found.manifest()));
        }
    }

    private static Judgement judge(SnapshotSource source, SnapshotManifest manifest) {
        try {
            return judge(source.store().load(manifest.name()));
        } catch (StreamException e) {
            return new Judgement(false, String.valueOf(e.getMessage()), "not looked at");
        }
    }

    private static Judgement judge(StoredSnapshot snapshot) {
        SnapshotManifest manifest = snapshot.manifest();
        String whole = "all %d chunks are there; SHA-256 and chain agree"
                .formatted(manifest.extent().chunks());
        try {
            Lane lane = Lane.ofSnapshot(ThalwegConfig.lane(manifest.configuration()), snapshot);
            String found = lane.parametersSha256();
            if (!found.equals(manifest.proof().parametersSha256())) {
                return new Judgement(false, whole, "its parameters have another SHA-256: " + found);
            }
            String platform = lane.platform().equals(manifest.platform())
                    ? "and this machine computes as that one did"
                    : "but this machine's numbers may be others (%s)".formatted(lane.platform());
            return new Judgement(true, whole, "its parameters agree, %s".formatted(platform));
        } catch (ConfigException | IllegalStateException | IllegalArgumentException e) {
            return new Judgement(true, whole, "this program cannot go on from it: " + e.getMessage());
        }
    }

    private int show(SnapshotManifest manifest, @Nullable Instant taken, Judgement judgement) {
        print(manifest, taken, judgement, parent.out());
        Map<String, Object> json = SnapshotFigures.json(manifest, taken);
        json.put("agrees", judgement.agrees());
        json.put("foundBytes", judgement.bytes());
        json.put("foundModel", judgement.model());
        parent.writeJson(json);
        return judgement.agrees() ? 0 : 1;
    }

    private static void print(
            SnapshotManifest manifest, @Nullable Instant taken, Judgement judgement, PrintWriter out) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("snapshot", manifest.id());
        lines.put("cause", SnapshotFigures.cause(manifest));
        lines.put("taken", SnapshotFigures.time(taken));
        lines.put("offsets", SnapshotFigures.offsets(manifest));
        lines.put("examples", SnapshotFigures.count(manifest.examples()));
        lines.put("version", SnapshotFigures.count(manifest.version()));
        lines.put(
                "bytes",
                "%s in %d chunks"
                        .formatted(
                                SnapshotFigures.count(manifest.extent().bytes()),
                                manifest.extent().chunks()));
        lines.put("SHA-256", manifest.proof().sha256());
        lines.put("chain", manifest.proof().chain());
        lines.put("previous", manifest.proof().previous());
        lines.put("parameters", manifest.proof().parametersSha256());
        lines.put("layout", "%08x".formatted(manifest.layout()));
        lines.put("fingerprint", manifest.fingerprint());
        lines.put("features", String.join(", ", manifest.features()));
        lines.put("platform", manifest.platform());
        lines.put("its bytes", judgement.bytes());
        lines.put("its model", judgement.model());
        lines.forEach((name, value) -> out.println("%-12s%s".formatted(name, value)));
        out.println();
        printQuality(manifest.metrics(), out);
        out.println();
        manifest.configuration().lines().forEach(line -> out.println("  " + line));
        out.flush();
    }

    private static void printQuality(List<TaskMetrics> tasks, PrintWriter out) {
        Set<String> names = new LinkedHashSet<>();
        tasks.forEach(
                task -> names.addAll(SnapshotFigures.figures(task.lifetime()).keySet()));
        List<String> header = new ArrayList<>(List.of("task", "labels", "labelled"));
        header.addAll(names);
        TextTable table = new TextTable(header);
        for (TaskMetrics task : tasks) {
            table.row(row(task, "ever", SnapshotFigures.figures(task.lifetime()), names));
            table.row(row(task, "of late", SnapshotFigures.figures(task.window()), names));
        }
        table.print(out);
    }

    private static List<String> row(TaskMetrics task, String which, Map<String, Double> figures, Set<String> names) {
        List<String> row = new ArrayList<>(List.of(task.task(), which, SnapshotFigures.count(task.labelled())));
        names.forEach(name -> row.add(SnapshotFigures.figure(figures.getOrDefault(name, Double.NaN))));
        return row;
    }
}

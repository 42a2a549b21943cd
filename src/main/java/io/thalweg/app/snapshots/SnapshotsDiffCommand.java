package io.thalweg.app.snapshots;

import io.thalweg.app.console.CommandException;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Lane;
import io.thalweg.model.Comparison;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Two snapshots beside each other. */
@Command(
        name = "diff",
        description = {
            "Shows how snapshot B differs from A: configuration, place in the log, quality of the tasks, and the"
                    + " parameters, part by part (optimiser state left out).",
            "",
            "Models of different architectures are compared where parts of the same name have the same size."
        })
final class SnapshotsDiffCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SnapshotsCommand parent;

    @Parameters(index = "0", paramLabel = "A", description = "A snapshot.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private String second = "";

    @Override
    public Integer call() {
        try (SnapshotSource source = parent.source()) {
            StoredSnapshot a = source.load(first);
            StoredSnapshot b = source.load(second);
            SnapshotDifference difference = of(a, b);
            new SnapshotDifferenceTable(difference, parent.out()).print();
            parent.writeJson(difference.json());
        }
        return 0;
    }

    private static SnapshotDifference of(StoredSnapshot a, StoredSnapshot b) {
        return new SnapshotDifference(
                a.manifest(),
                b.manifest(),
                ConfigurationLines.differences(
                        a.manifest().configuration(), b.manifest().configuration()),
                Comparison.of(lane(a).sections(), lane(b).sections()));
    }

    private static Lane lane(StoredSnapshot snapshot) {
        SnapshotManifest manifest = snapshot.manifest();
        try {
            return Lane.ofSnapshot(ThalwegConfig.lane(manifest.configuration()), snapshot);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new CommandException(
                    "snapshot %s cannot be read by this program: %s", manifest.name(), String.valueOf(e.getMessage()));
        }
    }
}

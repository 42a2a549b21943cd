package io.thalweg.app.snapshots;

import io.thalweg.publish.SnapshotName;
import io.thalweg.wire.SnapshotFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** From a file to the topic. */
@Command(
        name = "import",
        description = {
            "Puts the snapshot of a file on the application's topic, without promoting it.",
            "",
            "For a replay of a log that promotes a snapshot which the topic has forgotten: it is found by its chain."
        })
final class SnapshotsImportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SnapshotsCommand parent;

    @Parameters(index = "0", paramLabel = "FILE", description = "Written by 'snapshots export' or 'replay --export'.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try (SnapshotSource source = parent.source()) {
            SnapshotName name = source.store().copy(SnapshotFile.read(file));
            parent.out().println("snapshot %s is on the topic".formatted(name));
            parent.out().flush();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", name.id());
            json.put("chain", name.chain());
            parent.writeJson(json);
        }
        return 0;
    }
}

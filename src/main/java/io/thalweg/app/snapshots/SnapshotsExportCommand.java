package io.thalweg.app.snapshots;

import io.thalweg.app.console.CommandException;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.SnapshotFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** From the topic to a file. */
@Command(
        name = "export",
        description = {
            "Writes a snapshot to one file that needs nothing else: a zip of manifest.json, manifest.avsc and"
                    + " snapshot.bin.",
            "",
            "The file is there once it is whole; until then it is called FILE.part."
        })
final class SnapshotsExportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SnapshotsCommand parent;

    @Parameters(index = "0", paramLabel = "REF", description = "Which snapshot.")
    private String reference = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to, such as model.zip.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean replaces;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!SnapshotSource.isFile(file.toString())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a file called '%s' could be taken for an id later; call it %s.zip".formatted(file, file));
        }
        if (Files.exists(file) && !replaces) {
            throw new CommandException("%s is there already; --force replaces it", file);
        }
        try (SnapshotSource source = parent.source()) {
            StoredSnapshot snapshot = source.load(reference);
            SnapshotFile.write(file, snapshot);
            report(snapshot);
        }
        return 0;
    }

    private void report(StoredSnapshot snapshot) {
        var manifest = snapshot.manifest();
        PrintWriter out = parent.out();
        out.println("%s: snapshot %s, %s"
                .formatted(
                        file,
                        manifest.name(),
                        SnapshotFigures.size(manifest.extent().bytes())));
        out.flush();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file.toString());
        json.put("snapshot", SnapshotFigures.json(manifest, null));
        parent.writeJson(json);
    }
}

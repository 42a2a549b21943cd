package io.thalweg.app.snapshots;

import io.thalweg.app.console.CommandException;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.onnx.Agreement;
import io.thalweg.onnx.OnnxExport;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.SnapshotFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
                    + " snapshot.bin; or, with --onnx, its model as a graph that other programs run.",
            "",
            "The file is there once it is whole; until then it is called FILE.part. A graph is whole once ONNX Runtime"
                    + " has scored made-up events as this program does."
        })
final class SnapshotsExportCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SnapshotsCommand parent;

    @Parameters(index = "0", paramLabel = "REF", description = "Which snapshot.")
    private String reference = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "Where to, such as model.zip.")
    private @Nullable Path file;

    @Option(
            names = "--onnx",
            paramLabel = "FILE",
            description = "Where the model goes as an ONNX graph, such as model.onnx; see docs/export.md.")
    private @Nullable Path onnx;

    @Option(names = "--force", description = "Replace a file if it is there.")
    private boolean replaces;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path zip = file;
        Path graph = onnx;
        if (zip == null && graph == null) {
            throw new ParameterException(
                    spec.commandLine(), "where to? FILE takes the snapshot, --onnx FILE its model as a graph");
        }
        require(zip, "zip");
        require(graph, "onnx");
        try (SnapshotSource source = parent.source()) {
            StoredSnapshot snapshot = source.load(reference);
            Map<String, Object> json = new LinkedHashMap<>();
            if (zip != null) {
                SnapshotFile.write(zip, snapshot);
                say(
                        "%s: snapshot %s, %s",
                        zip, snapshot, snapshot.manifest().extent().bytes());
                json.put("file", zip.toString());
            }
            if (graph != null) {
                json.put("onnx", export(graph, snapshot));
            }
            json.put("snapshot", SnapshotFigures.json(snapshot.manifest(), null));
            parent.writeJson(json);
        }
        return 0;
    }

    private void require(@Nullable Path wanted, String kind) {
        if (wanted == null) {
            return;
        }
        if (!SnapshotSource.isFile(wanted.toString())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a file called '%s' could be taken for an id later; call it %s.%s".formatted(wanted, wanted, kind));
        }
        if (Files.exists(wanted) && !replaces) {
            throw new CommandException("%s is there already; --force replaces it", wanted);
        }
    }

    private Map<String, Object> export(Path to, StoredSnapshot snapshot) {
        ThalwegConfig config = ThalwegConfig.stored(snapshot.manifest().configuration());
        Agreement agreement = new OnnxExport(config.lane(), config.input(), snapshot).write(to);
        say(
                "%s: model of snapshot %s as an ONNX graph, %s",
                to, snapshot, to.toFile().length());
        parent.out()
                .println(("ONNX Runtime scores %,d made-up events as this program does: the largest difference is %.1e"
                                + " (allowed: %.0e), with extreme numbers %.1e (%.0e)")
                        .formatted(
                                agreement.rows(),
                                agreement.difference(),
                                Agreement.BOUND,
                                agreement.extreme(),
                                Agreement.EXTREME_BOUND));
        parent.out().flush();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", to.toString());
        json.put("bytes", to.toFile().length());
        json.put("opset", OnnxExport.OPSET);
        json.put("rows", agreement.rows());
        json.put("maxDifference", agreement.difference());
        json.put("bound", Agreement.BOUND);
        json.put("maxDifferenceOfExtremes", agreement.extreme());
        json.put("boundOfExtremes", Agreement.EXTREME_BOUND);
        json.put("task", agreement.task());
        return json;
    }

    private void say(String line, Path where, StoredSnapshot snapshot, long bytes) {
        PrintWriter out = parent.out();
        out.println(line.formatted(where, snapshot.manifest().name(), SnapshotFigures.size(bytes)));
        out.flush();
    }
}

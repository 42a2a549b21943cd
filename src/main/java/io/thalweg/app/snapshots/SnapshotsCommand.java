package io.thalweg.app.snapshots;

import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Quiet;
import io.thalweg.config.ThalwegConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What an application has published of itself. */
@Command(
        name = "snapshots",
        description = {
            "Looks at an application's snapshots: those on its topic, or in files.",
            "",
            "REF is a snapshot's id (the train-log offset it was taken at), 6 or more digits of its chain, 'last', or the"
                    + " path of a file that 'export' wrote (a path has a dot or a slash). Files need no -c."
        },
        subcommands = {
            SnapshotsListCommand.class,
            SnapshotsShowCommand.class,
            SnapshotsDiffCommand.class,
            SnapshotsExportCommand.class,
            SnapshotsImportCommand.class,
            SnapshotsVerifyCommand.class
        })
public final class SnapshotsCommand implements Runnable {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration of the application.")
    private @Nullable Path config;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Write what is reported here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which one? list, show, diff, export, import or verify");
    }

    /** Where the snapshots are; to be closed. */
    SnapshotSource source() {
        Quiet.ask();
        return new SnapshotSource(this::load);
    }

    private ThalwegConfig load() {
        Path file = config;
        if (file == null) {
            throw new ParameterException(
                    spec.commandLine(), "whose snapshots? -c FILE says it; only a file needs no configuration");
        }
        return ThalwegConfig.load(file);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    void writeJson(Object content) {
        JsonFile.write(json, content);
    }
}

package io.thalweg.app.snapshots;

import io.thalweg.app.console.ConfigFile;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Quiet;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.stream.Promoter;
import io.thalweg.stream.Promoter.Promoted;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Another model in the place of the live one. */
@Command(
        name = "promote",
        description = {
            "Lets the model of a snapshot take over from the live one, at one offset of the train log.",
            "",
            "The learner swaps when it comes to that offset, in the transaction of that record: parameters, optimiser"
                    + " state and counters, whatever the model's layers. It keeps the model that it replaces as a"
                    + " snapshot; --back promotes that one. Features and tasks must be the same."
        })
public final class PromoteCommand implements Callable<Integer> {
    @Mixin
    private ConfigFile config = new ConfigFile();

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was promoted, and where, here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Which one. */
    static final class Choice {
        @Parameters(
                index = "0",
                paramLabel = "SNAPSHOT",
                description =
                        "An id, the beginning of a chain, 'last', or a file made by 'snapshots export' or 'replay'.")
        private @Nullable String snapshot;

        @Option(names = "--back", required = true, description = "The model that the last promotion replaced.")
        private boolean back;
    }

    @Override
    public Integer call() {
        Quiet.ask();
        ThalwegConfig loaded = config.load();
        try (Promoter promoter = Promoter.open(loaded);
                SnapshotSource source = new SnapshotSource(() -> loaded)) {
            String reference = choice.snapshot;
            StoredSnapshot chosen = choice.back || reference == null
                    ? promoter.snapshots().load(promoter.beforeLastSwap().name())
                    : source.load(reference);
            Promoted promoted = promoter.promote(chosen);
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("snapshot", promoted.snapshot().id());
            report.put("chain", promoted.snapshot().chain());
            report.put("parametersSha256", chosen.manifest().proof().parametersSha256());
            report.put("offset", promoted.offset());
            spec.commandLine()
                    .getOut()
                    .printf(
                            "snapshot %s takes over at offset %d of %s%n",
                            promoted.snapshot(),
                            promoted.offset(),
                            loaded.topics().trainLog());
            JsonFile.write(json, report);
        }
        return 0;
    }
}

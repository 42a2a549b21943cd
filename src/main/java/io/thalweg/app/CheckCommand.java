package io.thalweg.app;

import io.thalweg.app.console.ConfigFile;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Quiet;
import io.thalweg.check.Verdict;
import io.thalweg.config.ConfigException;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import io.thalweg.lane.Memory;
import io.thalweg.model.Held;
import io.thalweg.stream.AclScript;
import io.thalweg.stream.TopicCheck;
import io.thalweg.wire.SchemaCheck;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds what is wrong before anything runs. */
@Command(
        name = "check",
        description = {
            "Validates a configuration, against the topics and the schema registry too when they can be reached.",
            "",
            "Says PASS, WARN or FAIL to each thing it looks at, and what to do. Changes nothing. Ends with 1 if anything"
                    + " fails."
        })
final class CheckCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the verdicts (or rights) here, too.")
    private @Nullable Path json;

    @Option(
            names = "--acls",
            description = "Instead, print what an administrator runs so that whoever uses a command has the rights that"
                    + " it needs, and no others. Asks nobody.")
    private boolean printsAcls;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final List<Verdict> verdicts = new ArrayList<>();

    @Override
    public Integer call() {
        Quiet.ask();
        if (printsAcls) {
            ThalwegConfig loaded = config.load();
            AclScript.lines(loaded).forEach(spec.commandLine().getOut()::println);
            JsonFile.write(json, AclScript.report(loaded));
            return 0;
        }
        try {
            look(config.load());
        } catch (ConfigException e) {
            e.problems().forEach(problem -> say(Verdict.fail("%s, %s", config.path(), problem)));
        }
        JsonFile.write(json, Map.of("verdicts", verdicts));
        return verdicts.stream().anyMatch(verdict -> verdict.mark() == Verdict.Mark.FAIL) ? 1 : 0;
    }

    private void look(ThalwegConfig loaded) {
        say(Verdict.pass(
                "%s: %d features, %d tasks on %s",
                config.path(),
                loaded.features().features().size(),
                loaded.features().tasks().size(),
                String.join(
                        ", ",
                        loaded.input().topics().stream().map(InputTopic::name).toList())));
        sayMemory(Memory.of(loaded.lane()));
        if (loaded.kafka().containsKey("bootstrap.servers")) {
            TopicCheck.of(loaded, PATIENCE).forEach(this::say);
        } else {
            say(Verdict.warn("there is no kafka: bootstrap.servers, so no topic was looked at; 'run' needs it"));
        }
        if (loaded.registry().containsKey("url")) {
            SchemaCheck.of(loaded.input(), loaded.registry(), PATIENCE).forEach(this::say);
        } else {
            say(Verdict.warn("there is no registry: url, so no schema was looked at; 'run' needs it"));
        }
    }

    private void sayMemory(Memory memory) {
        String parts = memory.parts().stream().map(CheckCommand::shown).collect(Collectors.joining("; "));
        say(Verdict.pass("the model takes %,d bytes of memory: %s", memory.bytes(), parts));
    }

    private static String shown(Held part) {
        StringBuilder text = new StringBuilder(part.name());
        if (part.rows() > 0) {
            text.append(", %,d rows".formatted(part.rows()));
        }
        List<String> kinds = List.of("parameters", "optimiser state", "counts");
        List<Long> numbers = List.of(part.parameters(), part.state(), part.counts());
        String separator = ": ";
        for (int i = 0; i < kinds.size(); i++) {
            if (numbers.get(i) > 0) {
                text.append(separator).append("%,d of %s".formatted(Float.BYTES * numbers.get(i), kinds.get(i)));
                separator = ", ";
            }
        }
        return text.toString();
    }

    private void say(Verdict verdict) {
        verdicts.add(verdict);
        PrintWriter out = spec.commandLine().getOut();
        out.println(verdict.mark() + "  " + verdict.text());
        out.flush();
    }
}

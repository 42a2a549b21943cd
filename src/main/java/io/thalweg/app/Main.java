package io.thalweg.app;

import io.thalweg.app.bench.BenchCommand;
import io.thalweg.app.console.CommandException;
import io.thalweg.app.console.LogFormat;
import io.thalweg.app.demo.DemoCommand;
import io.thalweg.app.demo.ShopCommand;
import io.thalweg.app.evaluate.EvaluateCommand;
import io.thalweg.app.produce.ProduceCommand;
import io.thalweg.app.replay.ExplainScoreCommand;
import io.thalweg.app.replay.ReplayCommand;
import io.thalweg.app.serve.ServeCommand;
import io.thalweg.app.snapshots.PromoteCommand;
import io.thalweg.app.snapshots.SnapshotsCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./thalweg COMMAND}. */
@Command(
        name = "thalweg",
        description = "An online multi-task learner that lives on Kafka.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            CheckCommand.class,
            RunCommand.class,
            ServeCommand.class,
            PromoteCommand.class,
            ShopCommand.class,
            ProduceCommand.class,
            EvaluateCommand.class,
            ReplayCommand.class,
            ExplainScoreCommand.class,
            SnapshotsCommand.class,
            BenchCommand.class
        },
        footer = {"", "Ends with 0 on success, 1 on a failure it explains, 2 on wrong use."})
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--stack-trace",
            scope = ScopeType.INHERIT,
            description = "Show where in the program a failure happened.")
    private boolean showsStackTrace;

    private Main() {}

    public static void main(String[] arguments) {
        LogFormat.complaint(System.getenv(LogFormat.VARIABLE)).ifPresent(complaint -> {
            System.err.println("thalweg: " + complaint);
            System.exit(2);
        });
        System.exit(run(arguments));
    }

    /** Runs a command and answers its exit code. */
    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    /** For tests that want its output. */
    static CommandLine commandLine() {
        Main main = new Main();
        return new CommandLine(main)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::execute)
                .setExecutionExceptionHandler(main::explain);
    }

    /** No room is no surprise where models are as large as one likes. */
    private static int execute(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError e) {
            CommandException explained = CommandException.explaining(e);
            throw new ExecutionException(parsed.commandSpec().commandLine(), explained.getMessage(), explained);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    private int explain(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("thalweg: " + explanation(e));
        if (showsStackTrace) {
            e.printStackTrace(err);
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** Our own exceptions explain themselves; any other one is a surprise and says so. */
    private static String explanation(Exception e) {
        String message = e.getMessage();
        if (message != null && e.getClass().getName().startsWith("io.thalweg.")) {
            return message;
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            return "cannot read or write: " + message;
        }
        return "this should not have happened (%s); --stack-trace shows where".formatted(e);
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"thalweg " + (version == null ? "(not from a jar)" : version)};
        }
    }
}

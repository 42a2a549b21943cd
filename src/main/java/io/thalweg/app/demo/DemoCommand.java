package io.thalweg.app.demo;

import io.thalweg.app.console.ListenOption;
import io.thalweg.app.console.Quiet;
import io.thalweg.app.produce.Pace;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ThalwegConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything on this machine, from the broker to the report. */
@Command(
        name = "demo",
        description = {
            "Starts a broker, a schema registry and the learner on this machine, and lets them learn from a simulated"
                    + " shop whose truth is known, or from a file.",
            "",
            "Goes on until Ctrl-C, so that other programs can look at the topics; with --headless it ends by itself,"
                    + " counts what stands in the topics and reports."
        })
public final class DemoCommand implements Callable<Integer> {
    private static final String SHOP = "/shop.yaml";
    private static final long HEADLESS_EVENTS = 200_000;
    private static final double LIVE_RATE = 2_000;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Another configuration than the shop's own; needed with --csv.")
    private @Nullable Path config;

    @Option(names = "--csv", paramLabel = "FILE", description = "Events from a CSV or CSV.gz instead of the shop.")
    private @Nullable Path csv;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "The shop closes after N events, on all topics together (headless: " + HEADLESS_EVENTS + ").")
    private @Nullable Long events;

    @Option(names = "--rate", paramLabel = "N", description = "Events a second (headless: as fast as possible).")
    private @Nullable Double rate;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Another number, another shop.")
    private long seed;

    @Option(
            names = "--drift",
            paramLabel = "N",
            description = "After N events of the shop tastes turn into their opposite.")
    private @Nullable Long drift;

    @Option(names = "--headless", description = "End when everything is learned, and report.")
    private boolean headless;

    @Option(names = "--dir", paramLabel = "DIR", description = "Keep all state here, and go on from it next time.")
    private @Nullable Path directory;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report here, too.")
    private @Nullable Path json;

    @Mixin
    private ListenOption listen = new ListenOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (csv != null && config == null) {
            throw new ParameterException(spec.commandLine(), "--csv needs the configuration that maps it: -c FILE");
        }
        if (csv != null && events != null) {
            throw new ParameterException(spec.commandLine(), "--events is for the shop; a file has the events it has");
        }
        if (events != null && events < 1) {
            throw new ParameterException(spec.commandLine(), "--events must be at least 1, got " + events);
        }
        if (drift != null && (csv != null || drift < 1)) {
            throw new ParameterException(
                    spec.commandLine(),
                    csv != null
                            ? "--drift is for the shop; a file has the drift it has"
                            : "--drift must be at least 1");
        }
        Pace pace = pace();
        Quiet.ask();
        ThalwegConfig loaded = config();
        Demo.Plan plan = new Demo.Plan(loaded, csv, directory, pace, shop(), served(loaded));
        return new Demo(plan, spec.commandLine().getOut(), spec.commandLine().getErr()).run(headless, json);
    }

    private ThalwegConfig config() {
        return config == null
                ? ThalwegConfig.parse(shopYaml(), "the shop's configuration", System.getenv())
                : ThalwegConfig.load(config);
    }

    /** Without a spectator only where somebody asks for it; with one, on a free port if nobody asks for one. */
    private @Nullable ServeSettings served(ThalwegConfig loaded) {
        return headless && !listen.isGiven() ? null : listen.settingsOrUsual(loaded);
    }

    private Pace pace() {
        return new Pace(rate != null ? rate : headless ? 0 : LIVE_RATE);
    }

    private Demo.ShopPlan shop() {
        return new Demo.ShopPlan(
                seed,
                drift != null ? drift : Long.MAX_VALUE,
                events != null ? events : headless ? HEADLESS_EVENTS : Long.MAX_VALUE);
    }

    /** The configuration that the demo has within. */
    public static String shopYaml() {
        try (InputStream stream = DemoCommand.class.getResourceAsStream(SHOP)) {
            if (stream == null) {
                throw new IllegalStateException("the program has lost its " + SHOP);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

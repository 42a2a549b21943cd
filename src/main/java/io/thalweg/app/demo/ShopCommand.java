package io.thalweg.app.demo;

import io.thalweg.app.console.CommandException;
import io.thalweg.app.console.ConfigFile;
import io.thalweg.app.console.Interruption;
import io.thalweg.app.console.Progress;
import io.thalweg.app.produce.Pace;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.simulate.Shop;
import io.thalweg.stream.InputFeed;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The demo's source of events alone. */
@Command(
        name = "shop",
        description = {
            "Publishes what happens in the demo's simulated shop on the task topics of a configuration, until Ctrl-C:"
                    + " events for a broker and a learner that run elsewhere.",
            "",
            "Topics that do not exist are created with one partition. Where the shop's first events were"
                    + " published already, it goes on with the next one."
        })
public final class ShopCommand implements Callable<Integer> {
    private static final long SEASON = 100_000;

    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "The shop closes when N events have been published, in all.")
    private @Nullable Long events;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Events a second (${DEFAULT-VALUE}); 0 is as fast as possible.")
    private double rate;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Another number, another shop.")
    private long seed;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (events != null && events < 1) {
            throw new CommandException("--events must be at least 1, got %d", events);
        }
        Pace pace = new Pace(rate);
        ThalwegConfig loaded = config.load();
        try (InputFeed feed = InputFeed.open(loaded); // may wait for the registry, where Ctrl-C ends it at once
                Interruption interruption = new Interruption()) {
            Shop shop = new Shop(seed, SEASON, Long.MAX_VALUE);
            long already = TopicCounts.published(loaded);
            while (shop.published() < already) {
                shop.next();
            }
            say("publishing from event %,d on", already);
            publish(new ShopPublication(shop, until(), loaded.input()), feed, pace, interruption);
            say("%,d events have been published, %,d of them now", shop.published(), shop.published() - already);
        }
        return 0;
    }

    private long until() {
        return events == null ? Long.MAX_VALUE : events;
    }

    private void publish(ShopPublication publication, InputFeed feed, Pace pace, Interruption interruption) {
        try (Progress progress = new Progress(
                "events", events == null ? -1 : events, spec.commandLine().getErr())) {
            while (!interruption.hasCome() && publication.publishNext(feed)) {
                progress.step();
                pace.await();
            }
            feed.flush();
        }
    }

    private void say(String format, Object... values) {
        spec.commandLine().getErr().println(String.format(Locale.ROOT, format, values));
        spec.commandLine().getErr().flush();
    }
}

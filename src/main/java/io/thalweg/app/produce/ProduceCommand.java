package io.thalweg.app.produce;

import io.thalweg.app.console.ConfigFile;
import io.thalweg.app.console.JsonFile;
import io.thalweg.app.console.Progress;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.csv.CsvSource;
import io.thalweg.stream.InputFeed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From a file to the input topics. */
@Command(
        name = "produce",
        description = {
            "Publishes a CSV file as Avro events on the task topics of a configuration, in time order.",
            "",
            "Topics that do not exist are created with one partition. Schemas are made from the columns that the"
                    + " configuration maps."
        })
public final class ProduceCommand implements Callable<Integer> {
    @Mixin
    private ConfigFile config = new ConfigFile();

    @Option(names = "--csv", required = true, paramLabel = "FILE", description = "The events, as CSV or CSV.gz.")
    private Path csv = Path.of("");

    @Option(names = "--rate", paramLabel = "N", description = "Events a second; as fast as possible by default.")
    private double rate;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the counts here, too.")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Pace pace = new Pace(rate);
        ThalwegConfig loaded = config.load();
        try (CsvSource source = CsvSource.open(csv, loaded.input());
                InputFeed feed = InputFeed.open(loaded)) {
            CsvPublication publication = new CsvPublication(loaded.input(), source);
            long start = System.nanoTime();
            long events = publish(publication, source.rows(), feed, pace);
            report(publication, events, (System.nanoTime() - start) / 1e9);
        }
        return 0;
    }

    private long publish(CsvPublication publication, long rows, InputFeed feed, Pace pace) {
        long events = 0;
        try (Progress progress = new Progress("events", rows, spec.commandLine().getErr())) {
            while (publication.publishNext(feed)) {
                events++;
                progress.step();
                pace.await();
            }
            feed.flush();
        }
        return events;
    }

    private void report(CsvPublication publication, long events, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%,d events published in %.1f s", events, seconds));
        publication
                .byTopic()
                .forEach((topic, count) -> out.println(String.format(Locale.ROOT, "  %s: %,d", topic, count)));
        if (publication.refused() > 0) {
            out.println(String.format(
                    Locale.ROOT,
                    "%,d of them nobody can learn from; they will go to quarantine%s",
                    publication.refused(),
                    publication.firstRefusals()));
        }
        out.flush();
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("events", events);
        found.put("seconds", seconds);
        found.put("refused", publication.refused());
        found.put("topics", publication.byTopic());
        JsonFile.write(json, found);
    }
}

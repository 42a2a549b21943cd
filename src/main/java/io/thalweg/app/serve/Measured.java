package io.thalweg.app.serve;

import io.thalweg.lane.LaneSettings;
import io.thalweg.observe.MeterName;
import io.thalweg.observe.Meters;
import io.thalweg.observe.PartMeters;
import io.thalweg.observe.ServedMeters;
import io.thalweg.observe.StreamMeters;
import io.thalweg.serve.Models;
import io.thalweg.serve.Routes;
import io.thalweg.serve.Scrape;
import io.thalweg.stream.StreamObserver;
import io.thalweg.stream.ThalwegStreams;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The meters of a process that answers over HTTP; where nobody can ask, nothing is measured. */
public final class Measured implements AutoCloseable {
    private final Meters meters;
    private final StreamMeters streams;
    private @Nullable PartMeters parts;

    /** @param state directory on the disk that is to be watched */
    public Measured(Path state) {
        meters = new Meters(state);
        streams = new StreamMeters(meters);
    }

    /** Who is told what the streams of this process do. */
    public static StreamObserver observer(@Nullable Measured measured) {
        return measured == null ? StreamObserver.NONE : measured.streams;
    }

    /** From now on, how these stand is measured, too. */
    public void watch(ThalwegStreams started, LaneSettings settings) {
        parts = new PartMeters(meters, started, settings);
    }

    /** From now on, how old the model is that answers is measured, too. */
    public void watch(Models models) {
        new ServedMeters(meters, models::servedAge);
    }

    /** What is answered of them. */
    static List<Routes> routes(@Nullable Measured measured) {
        return measured == null ? List.of() : List.of(new Scrape(measured.meters::scrape, measured::answered));
    }

    private void answered(String path, int status, double millis) {
        meters.time(MeterName.HTTP_REQUEST, millis, path, Integer.toString(status));
    }

    @Override
    public void close() {
        if (parts != null) {
            parts.close();
        }
        meters.close();
    }
}

package io.thalweg.app.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.score.Desk;
import io.thalweg.score.Scorer;
import io.thalweg.simulate.ClickLog;
import java.util.ArrayList;
import java.util.List;

/** A model that has learned some of the click log, asked in the process that needs the scores. */
final class AskedScorer implements ClickLogFields.Taker {
    private static final int LEARNED = 200_000;
    private static final int EVENTS = 4_096; // told again and again

    private final ThalwegConfig config;
    private final Scorer scorer;
    private final Desk desk;
    private final List<List<Told>> events = new ArrayList<>();
    private List<Told> next = List.of();

    /** One field of an event, ready to be told. */
    private interface Told {
        void to(ObservationBuilder fields);
    }

    AskedScorer(Workload.Model model, long seed) {
        config = Workload.config(model, "bench", Workload.TOPIC);
        ClickLog log = new ClickLog(seed);
        scorer = Scorer.of(config.lane(), config.input(), learned(log));
        desk = scorer.desk();
        ClickLogFields fields = new ClickLogFields(config.input());
        for (int i = 0; i < EVENTS; i++) {
            log.advance();
            next = new ArrayList<>();
            fields.give(log, this);
            events.add(next);
        }
    }

    private StoredSnapshot learned(ClickLog log) {
        Lane lane = new Lane(config.lane());
        long offset = 0;
        for (LogRecord record : new Memory(config).records(log, LEARNED)) {
            lane.apply(offset++, 0, record, Outputs.NONE);
        }
        List<byte[]> chunks = new ArrayList<>();
        List<SnapshotManifest> manifests = new ArrayList<>();
        lane.snapshot(SnapshotManifest.Cause.SCHEDULED, new Outputs() {
            @Override
            public void chunk(SnapshotChunk chunk) {
                chunks.add(chunk.bytes());
            }

            @Override
            public void manifest(SnapshotManifest manifest) {
                manifests.add(manifest);
            }
        });
        return new StoredSnapshot(manifests.get(0), chunks);
    }

    @Override
    public void time(int column, long millis) {
        next.add(fields -> fields.time(column, millis));
    }

    @Override
    public void text(int column, long value) {
        byte[] digits = Long.toString(value).getBytes(US_ASCII);
        next.add(fields -> fields.text(column, digits, 0, digits.length));
    }

    @Override
    public void number(int column, double value) {
        next.add(fields -> fields.number(column, value));
    }

    /** Tells the fields of an event and scores it; answers the first task's score. */
    float score(int event) {
        ObservationBuilder fields = desk.ask();
        List<Told> told = events.get(event % EVENTS);
        for (int i = 0; i < told.size(); i++) {
            told.get(i).to(fields);
        }
        if (desk.answer().isPresent()) {
            throw new BenchException("the scorer refuses an event: " + desk.answer());
        }
        return desk.score(0);
    }
}

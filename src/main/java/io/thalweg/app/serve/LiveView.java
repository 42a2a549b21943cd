package io.thalweg.app.serve;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.Source;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.serve.Routes;
import io.thalweg.serve.page.Broadcast;
import io.thalweg.serve.page.LivePage;
import io.thalweg.serve.page.PageRoutes;
import io.thalweg.stream.OutputTail;
import io.thalweg.wire.Quarantined;
import java.time.Clock;
import java.util.Map;

/** The live page of one process, which follows the application's topics like any other reader of them. */
public final class LiveView implements AutoCloseable {
    private static final int LISTENERS = 16; // each holds one of the server's threads

    private final LivePage page;
    private final Broadcast broadcast;
    private final OutputTail tail;

    private LiveView(LivePage page, ThalwegConfig config) {
        this.page = page;
        broadcast = new Broadcast(page, LISTENERS).start();
        tail = OutputTail.follow(config, new Teller(page));
    }

    /** @param command that shows it, for the page's head */
    static LiveView open(ThalwegConfig config, String command) {
        LivePage.Origin origin = new LivePage.Origin(
                config.app(),
                command,
                config.features().tasks().stream().map(task -> task.name()).toList(),
                config.lane().metricsWindow());
        return new LiveView(new LivePage(origin, Clock.systemUTC()), config);
    }

    Routes routes() {
        return new PageRoutes(broadcast);
    }

    /** What who knows the truth would have reached on all published labels, by task, where anybody does. */
    public void best(Map<String, LivePage.Truth> truths) {
        page.best(truths);
    }

    @Override
    public void close() {
        broadcast.close();
        tail.close();
    }

    /** Tells the page what the topics say. */
    private static final class Teller implements OutputTail.Viewer {
        private final LivePage page;
        private volatile boolean wasUpToDate;

        Teller(LivePage page) {
            this.page = page;
        }

        @Override
        public void metrics(TaskMetrics metrics, long taken) {
            page.metrics(metrics, taken);
        }

        @Override
        public void quarantined(Quarantined event) {
            Source source = event.source();
            String place = "%s/%d/%d".formatted(source.topic(), source.partition(), source.offset());
            page.trouble(new LivePage.Trouble(event.reason(), event.detail(), place, event.timestamp()));
        }

        @Override
        public void hasOlderQuarantined() {
            page.troublesArePartial();
        }

        @Override
        public void snapshot(SnapshotManifest manifest, long taken) {
            page.snapshot(new LivePage.Snapshot(
                    manifest.id(),
                    manifest.cause().name(),
                    manifest.version(),
                    manifest.extent().nextOffset(),
                    manifest.extent().bytes(),
                    taken));
        }

        @Override
        public void isUpToDate() {
            wasUpToDate = true;
            page.feed(LivePage.Feed.LIVE, "");
        }

        @Override
        public void behind(long records) {
            page.behind(records);
        }

        @Override
        public void isAway(String why) {
            page.feed(wasUpToDate ? LivePage.Feed.AWAY : LivePage.Feed.WAITING, why);
        }
    }
}

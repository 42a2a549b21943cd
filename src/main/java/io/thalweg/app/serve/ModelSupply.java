package io.thalweg.app.serve;

import io.thalweg.client.SnapshotTail;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.fusion.Fusion;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.score.Scorer;
import io.thalweg.serve.Models;
import io.thalweg.serve.ServedModel;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a model that answers of each snapshot, by the snapshot's own configuration, whatever the file says by now. */
final class ModelSupply implements SnapshotTail.Follower {
    private static final Logger log = LoggerFactory.getLogger(ModelSupply.class);

    private final Models models;
    private final Optional<Fusion> fusion;

    ModelSupply(Models models, Optional<Fusion> fusion) {
        this.models = models;
        this.fusion = fusion;
    }

    @Override
    public void found(SnapshotManifest manifest, Instant taken) {
        models.list(new Models.Listed(manifest, taken, ""));
    }

    @Override
    public void take(StoredSnapshot snapshot, Instant taken) {
        ThalwegConfig own = ThalwegConfig.stored(snapshot.manifest().configuration());
        Scorer scorer = Scorer.of(own.lane(), own.input(), snapshot);
        models.swap(ServedModel.of(own, scorer, taken, fusion));
        log.info(
                "serving snapshot {}, version {}, up to train-log offset {}",
                snapshot.manifest().name(),
                snapshot.manifest().version(),
                snapshot.manifest().extent().nextOffset() - 1);
    }

    @Override
    public void skipped(SnapshotManifest manifest, String why) {
        models.complain(manifest, why);
    }

    @Override
    public void state(String why) {
        models.trouble(why);
    }
}

package io.thalweg.stream;

import io.thalweg.lane.Archive;
import io.thalweg.lane.LaneSettings;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads a snapshot beside the stream thread, so that an open transaction need not wait for longer than it may last: it
 * is given up before that, and when the same record comes again, the snapshot is there.
 */
final class EarlySnapshot implements Archive {
    private final Archive archive;
    private final Duration patience;
    private @Nullable Loading loading;

    /** It takes longer than a transaction; an outage, and over when the snapshot is there. */
    static final class LateException extends TimeoutException {
        private static final long serialVersionUID = 1L;

        LateException(String message) {
            super(message);
        }
    }

    private record Loading(SnapshotName name, FutureTask<StoredSnapshot> snapshot) {}

    /** @param patience how long a transaction may wait */
    EarlySnapshot(Archive archive, Duration patience) {
        this.archive = archive;
        this.patience = patience;
    }

    /**
     * Waits until {@link #snapshot} can answer at once, be it that the snapshot cannot be loaded.
     *
     * @throws LateException when patience ends; the snapshot is loaded on, see {@link #isReady}
     */
    void prepare(SnapshotName name) {
        try {
            begun(name).snapshot.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new LateException(
                    "snapshot %s is still being loaded after %d s, longer than the transaction can wait for it"
                            .formatted(name, patience.toSeconds()));
        } catch (ExecutionException e) {
            return; // snapshot(name) will say it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loading snapshot " + name, e);
        }
    }

    private synchronized Loading begun(SnapshotName name) {
        Loading present = loading;
        if (present == null || !present.name.equals(name)) {
            present = new Loading(name, new FutureTask<>(() -> archive.snapshot(name)));
            loading = present;
            Thread loader = new Thread(present.snapshot, "loading of snapshot " + name);
            loader.setDaemon(true);
            loader.start();
        }
        return present;
    }

    /** Whether nothing is being loaded: what was waited for is there, or will not come. */
    synchronized boolean isReady() {
        return loading == null || loading.snapshot.isDone();
    }

    private synchronized @Nullable Loading taken(SnapshotName name) {
        Loading present = loading;
        if (present == null || !present.name.equals(name)) {
            return null;
        }
        loading = null;
        return present;
    }

    @Override
    public StoredSnapshot snapshot(SnapshotName name) {
        Loading present = taken(name);
        if (present == null) {
            return archive.snapshot(name);
        }
        try {
            return present.snapshot.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(
                    "snapshot %s cannot be loaded: %s; if it is too large for this process's memory, give it more (-Xmx)"
                            .formatted(name, e.getCause()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loading snapshot " + name, e);
        }
    }

    @Override
    public LaneSettings settings(String configuration) {
        return archive.settings(configuration);
    }
}

package io.thalweg.app.snapshots;

import io.thalweg.app.console.CommandException;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.publish.SnapshotCatalogue;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.stream.SnapshotStore;
import io.thalweg.wire.SnapshotFile;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the snapshots that a command line speaks of: in files, or on the topic of the configured application. */
final class SnapshotSource implements AutoCloseable {
    private final Supplier<ThalwegConfig> config;
    private @Nullable SnapshotStore opened;

    /** @param config asked for when a snapshot is not in a file */
    SnapshotSource(Supplier<ThalwegConfig> config) {
        this.config = config;
    }

    /** Whether a reference is the path of a file: no id, and no chain, has a dot or a slash in it. */
    static boolean isFile(String reference) {
        return reference.contains(".") || reference.contains("/") || reference.contains("\\");
    }

    /** The application's topic. */
    SnapshotStore store() {
        SnapshotStore store = opened;
        if (store == null) {
            store = SnapshotStore.open(config.get());
            opened = store;
        }
        return store;
    }

    /** The manifest of a snapshot on the topic; its bytes are not looked at. */
    SnapshotStore.Listed find(String reference) {
        List<SnapshotStore.Listed> listed = store().list();
        SnapshotManifest found = chosen(listed, reference);
        return listed.stream()
                .filter(one -> one.manifest() == found)
                .findFirst()
                .orElseThrow();
    }

    private static SnapshotManifest chosen(List<SnapshotStore.Listed> listed, String reference) {
        try {
            return new SnapshotCatalogue(
                            listed.stream().map(SnapshotStore.Listed::manifest).toList())
                    .find(reference);
        } catch (NoSuchElementException e) {
            throw new CommandException("%s", String.valueOf(e.getMessage()));
        }
    }

    /** A snapshot, whole; from a file where the reference is one's path. */
    StoredSnapshot load(String reference) {
        return isFile(reference)
                ? SnapshotFile.read(Path.of(reference))
                : store().load(find(reference).manifest().name());
    }

    @Override
    public void close() {
        SnapshotStore store = opened;
        if (store != null) {
            store.close();
        }
    }
}

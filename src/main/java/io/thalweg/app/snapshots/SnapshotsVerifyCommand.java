package io.thalweg.app.snapshots;

import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.stream.SnapshotStore.Verified;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Believes nothing. */
@Command(
        name = "verify",
        description = {
            "Computes SHA-256 and chain of each snapshot again from its bytes, and looks whether the one that it follows"
                    + " is there.",
            "",
            "That a snapshot is what the train log makes, 'replay --verify' proves. Ends with 1 if anything fails; chunks"
                    + " that the topic's retention has deleted (GONE) are no failure, but counted."
        })
final class SnapshotsVerifyCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private SnapshotsCommand parent;

    @Parameters(arity = "0..1", paramLabel = "REF", description = "Which snapshot; all on the topic by default.")
    private @Nullable String reference;

    @Override
    public Integer call() {
        String one = reference;
        try (SnapshotSource source = parent.source()) {
            if (one != null && SnapshotSource.isFile(one)) {
                return file(source.load(one), one);
            }
            SnapshotManifest only = one == null ? null : source.find(one).manifest();
            return report(source.store().verify(manifest -> only == null || manifest.equals(only)));
        }
    }

    private int file(StoredSnapshot snapshot, String name) {
        SnapshotManifest manifest = snapshot.manifest();
        say("PASS  %s: snapshot %s, SHA-256 and chain agree".formatted(name, manifest.name()));
        parent.writeJson(Map.of("snapshots", List.of(json(manifest, SnapshotBytes.WHOLE, "is in a file"))));
        return 0;
    }

    private int report(List<Verified> all) {
        List<Map<String, Object>> json = new ArrayList<>();
        for (Verified one : all) {
            json.add(json(one.manifest(), one.bytes(), one.link().toString()));
            say("%s  %s: %s; it %s"
                    .formatted(
                            !one.isGood() ? "FAIL" : isForgotten(one) ? "GONE" : "PASS",
                            one.manifest().name(),
                            one.bytes().complaint().orElse("SHA-256 and chain agree"),
                            one.link()));
        }
        parent.writeJson(Map.of("snapshots", json));
        List<Verified> bad = all.stream().filter(one -> !one.isGood()).toList();
        long gone = all.stream().filter(SnapshotsVerifyCommand::isForgotten).count();
        say(
                bad.isEmpty()
                        ? "%d snapshots, all as they were published".formatted(all.size() - gone)
                        : "%d of %d snapshots cannot be believed; the first is %s"
                                .formatted(
                                        bad.size(),
                                        all.size(),
                                        bad.get(0).manifest().name()));
        if (gone > 0) {
            say("%d snapshots not verified: the topic's retention has deleted their chunks".formatted(gone));
        }
        return bad.isEmpty() ? 0 : 1;
    }

    private static boolean isForgotten(Verified one) {
        return one.bytes() instanceof SnapshotBytes.Forgotten;
    }

    private static Map<String, Object> json(SnapshotManifest manifest, SnapshotBytes bytes, String link) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", manifest.id());
        json.put("chain", manifest.proof().chain());
        json.put("previous", manifest.proof().previous());
        json.put("link", link);
        bytes.complaint()
                .ifPresent(why -> json.put(bytes instanceof SnapshotBytes.Forgotten ? "gone" : "complaint", why));
        return json;
    }

    private void say(String line) {
        PrintWriter out = parent.out();
        out.println(line);
        out.flush();
    }
}

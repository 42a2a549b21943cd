package io.thalweg.serve;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.fusion.Fusion;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.score.Scorer;
import io.thalweg.task.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A model that answers, and what is said of it. Thread-safe. */
public final class ServedModel {
    private final Scorer scorer;
    private final Instant taken;
    private final FieldTable fields;
    private final @Nullable Fusion fusion;
    private final int[] fused; // positions of the tasks that it reads
    private final ConcurrentLinkedQueue<ScoreSession> idle = new ConcurrentLinkedQueue<>();

    private ServedModel(Scorer scorer, Instant taken, FieldTable fields, @Nullable Fusion fusion) {
        this.scorer = scorer;
        this.taken = taken;
        this.fields = fields;
        List<String> names = scorer.tasks().stream().map(Task::name).toList();
        this.fusion = fusion != null && names.containsAll(fusion.tasks()) ? fusion : null;
        fused = this.fusion == null
                ? new int[0]
                : this.fusion.tasks().stream().mapToInt(names::indexOf).toArray();
    }

    /**
     * The model of a snapshot.
     *
     * @param configuration that the snapshot was made with
     * @param taken when the snapshot was written
     * @param fusion of the server; what reads a task that the model has not got is left out
     */
    public static ServedModel of(ThalwegConfig configuration, Scorer scorer, Instant taken, Optional<Fusion> fusion) {
        FieldTable fields = new FieldTable(configuration.features(), scorer.input());
        return new ServedModel(scorer, taken, fields, fusion.orElse(null));
    }

    Scorer scorer() {
        return scorer;
    }

    List<Task> tasks() {
        return scorer.tasks();
    }

    FieldTable fields() {
        return fields;
    }

    /** What it is and where it stands. */
    public SnapshotManifest manifest() {
        return scorer.manifest();
    }

    /** When its snapshot was written. */
    public Instant taken() {
        return taken;
    }

    /** The last train-log offset that it has seen. */
    long trainLogOffset() {
        return manifest().extent().nextOffset() - 1;
    }

    Optional<Fusion> fusion() {
        return Optional.ofNullable(fusion);
    }

    /** The fused score of what a session said last; nothing where none is configured. NaN if it has no value. */
    double fuse(float[] scores, int at) {
        Fusion how = fusion;
        if (how == null) {
            return Double.NaN;
        }
        double[] read = new double[fused.length];
        for (int i = 0; i < read.length; i++) {
            read[i] = scores[at + fused[i]];
        }
        return how.of(read);
    }

    /** Positions of the tasks of these names; all of them for none. */
    int[] positions(List<String> names) {
        List<String> known = new ArrayList<>();
        tasks().forEach(task -> known.add(task.name()));
        int[] positions = new int[names.isEmpty() ? known.size() : names.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = names.isEmpty() ? i : known.indexOf(names.get(i));
            if (positions[i] < 0) {
                throw new ProblemException(
                        Problem.Kind.UNKNOWN_TASK,
                        "there is no task '%s'%s; there are %s"
                                .formatted(
                                        names.get(i),
                                        io.thalweg.config.Nearest.hint(names.get(i), known),
                                        String.join(", ", known)));
            }
        }
        return positions;
    }

    /** A session that nobody else has; to be given back. */
    ScoreSession session() {
        ScoreSession one = idle.poll();
        return one == null ? new ScoreSession(this) : one;
    }

    void giveBack(ScoreSession session) {
        idle.add(session);
    }
}

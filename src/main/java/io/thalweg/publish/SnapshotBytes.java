package io.thalweg.publish;

import java.util.Optional;

/** What became of a snapshot's chunks since its manifest was written. */
public sealed interface SnapshotBytes {
    SnapshotBytes WHOLE = new Whole();

    /** All there, and those that the manifest was made for. */
    record Whole() implements SnapshotBytes {}

    /** Deleted from the start of their topic, as retention does. That happens, and speaks against nobody. */
    record Forgotten(String why) implements SnapshotBytes {}

    /** Missing from the middle, or altered: not what was written. */
    record Broken(String why) implements SnapshotBytes {}

    /** Why they cannot be had, if so. */
    default Optional<String> complaint() {
        if (this instanceof Forgotten forgotten) {
            return Optional.of(forgotten.why());
        }
        return this instanceof Broken broken ? Optional.of(broken.why()) : Optional.empty();
    }
}

package io.thalweg.drift;

import java.util.List;

/**
 * What drift did to a task.
 *
 * @param count alarms of the task since the model's beginning
 * @param alarms that this is said because of; empty where it is said for another reason
 */
public record DriftStatus(long count, List<Alarm> alarms) {
    /** Nothing. */
    public static final DriftStatus NONE = new DriftStatus(0, List.of());

    public DriftStatus {
        alarms = List.copyOf(alarms);
    }
}

package io.thalweg.learn;

import io.thalweg.drift.Alarm;
import io.thalweg.drift.Alarm.Signal;
import io.thalweg.drift.DriftSettings;
import io.thalweg.drift.DriftStatus;
import io.thalweg.drift.Reaction;
import io.thalweg.drift.Shift;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.Candidates;
import io.thalweg.model.Pace;
import io.thalweg.task.Task;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches what a model learns from for drift, in the order in which it does: how much more each task loses on a label
 * than what is usual would, the labels, and features. Asks for the configured reaction when a loss has risen, and does
 * nothing before the log says so. Nothing is watched, and nothing written, where nothing is configured.
 */
final class DriftWatch implements Remembered {
    private final DriftSettings settings;
    private final List<Task> tasks;
    private final List<TaskWatch> watches; // of each task
    private final List<FeatureWatch> features;
    private final List<Alarm> alarms = new ArrayList<>(); // of the present step

    DriftWatch(FeatureMap map, DriftSettings settings) {
        this.settings = settings;
        tasks = map.tasks();
        watches = tasks.stream().map(task -> new TaskWatch(settings)).toList();
        features = settings.features().map(some -> FeatureWatch.of(map, some)).orElse(List.of());
    }

    /** Sees the features of an example that is learned from, at its offset. */
    void observe(Example example, long offset) {
        for (FeatureWatch feature : features) {
            Shift shift = feature.observe(example);
            for (int task = 0; task < watches.size() && shift != null; task++) {
                alarm(task, Signal.FEATURE, feature.of(), offset, shift);
            }
        }
    }

    /**
     * Sees a label, and what was said before it was known.
     *
     * @param scale by which the loss is free of units
     * @param version of the model
     */
    void observe(int task, Judged judged, double scale, long offset, long version) {
        if (settings.isNone()) {
            return;
        }
        TaskWatch watch = watches.get(task);
        Shift rise = watch.loss(scale * (judged.loss() - judged.baseline()));
        if (rise != null) {
            alarm(task, Signal.LOSS, "", offset, rise);
            watch.want(version);
        }
        Shift shift = watch.label(judged.label());
        if (shift != null) {
            alarm(task, Signal.LABELS, "", offset, shift);
        }
    }

    private void alarm(int task, Signal signal, String feature, long offset, Shift shift) {
        watches.get(task).count();
        alarms.add(new Alarm(tasks.get(task).name(), signal, feature, offset, shift.before(), shift.after()));
    }

    /** What was found since this was last asked. */
    List<Alarm> alarms() {
        List<Alarm> found = List.copyOf(alarms);
        alarms.clear();
        return found;
    }

    /** What is to be said to the log now, if anything. */
    List<Countermeasure> asks() {
        List<Countermeasure> asks = new ArrayList<>();
        for (int task = 0; task < watches.size(); task++) {
            watches.get(task).ask(tasks.get(task).name()).ifPresent(asks::add);
        }
        return asks;
    }

    /** Why it is not obeyed, or an empty text. */
    String complaint(Countermeasure told) {
        int task = position(told.task());
        Optional<Countermeasure> wanted =
                task < 0 ? Optional.empty() : watches.get(task).wanted(told.task());
        return wanted.equals(Optional.of(told))
                ? ""
                : "this model has asked for %s, and is told %s; a word to another model, or one that was said twice"
                        .formatted(wanted.isEmpty() ? "nothing" : wanted.get(), told);
    }

    /** Begins the reaction; to be called when there is no {@link #complaint}. */
    void obey(Countermeasure told, Candidates networks) {
        int task = position(told.task());
        watches.get(task).obey();
        if (told.reaction() instanceof Reaction.ResetHead) {
            networks.reset(task);
        }
    }

    private int position(String name) {
        return tasks.stream().map(Task::name).toList().indexOf(name);
    }

    /** At how many times its rate each task's own is moved now. */
    Pace pace() {
        double[] paces = watches.stream().mapToDouble(TaskWatch::pace).toArray();
        return Pace.of(paces);
    }

    DriftStatus status(int task) {
        return new DriftStatus(watches.get(task).alarms(), List.of());
    }

    /** Goes on for tasks and features that are left; anew where other things are watched, or otherwise. */
    void inherit(DriftWatch old, int[] origins) {
        boolean isSame = settings.equals(old.settings);
        for (int task = 0; task < origins.length; task++) {
            if (origins[task] >= 0 && isSame) {
                Remembered.copy(old.watches.get(origins[task]), watches.get(task));
            } else if (origins[task] >= 0) {
                watches.get(task).inherit(old.watches.get(origins[task]));
            }
        }
        for (FeatureWatch feature : features) {
            @Nullable FeatureWatch before = old.of(feature.of());
            if (isSame && before != null && before.getClass() == feature.getClass()) {
                Remembered.copy(before, feature);
            }
        }
    }

    private @Nullable FeatureWatch of(String name) {
        return features.stream()
                .filter(feature -> feature.of().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        for (int task = 0; task < watches.size() && !settings.isNone(); task++) {
            watches.get(task).write(out);
        }
        for (FeatureWatch feature : features) {
            feature.write(out);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        for (int task = 0; task < watches.size() && !settings.isNone(); task++) {
            watches.get(task).read(in);
        }
        for (FeatureWatch feature : features) {
            feature.read(in);
        }
    }
}

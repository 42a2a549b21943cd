package io.thalweg.learn;

import io.thalweg.drift.DriftSettings;
import io.thalweg.drift.Reaction;
import io.thalweg.drift.Shift;
import io.thalweg.drift.Watch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is seen of one task's labels, and what was asked and is done about them. */
final class TaskWatch implements Remembered {
    /** Labels after which something is asked for again that nobody has obeyed. */
    private static final long PATIENCE = 100_000;

    private final Optional<Watch> loss;
    private final Optional<Watch> labels;
    private final Reaction reaction;
    private long alarms;
    private boolean isAsked;
    private long version; // of the model that asked
    private long silence; // labels until it asks again
    private long raised; // labels that are left to be learned faster

    TaskWatch(DriftSettings settings) {
        loss = settings.loss().map(Watch::new);
        labels = settings.labels().map(Watch::new);
        reaction = settings.reaction();
    }

    /** The rise of the loss that this one completes, if it does. */
    @Nullable
    Shift loss(double excess) {
        raised = Math.max(0, raised - 1);
        silence = Math.max(0, silence - 1);
        Shift shift = loss.map(watch -> watch.observe(excess)).orElse(null);
        return shift != null && shift.isRise() ? shift : null;
    }

    /** The change of the mean label that this one completes, if it does. */
    @Nullable
    Shift label(double label) {
        return labels.map(watch -> watch.observe(label)).orElse(null);
    }

    void count() {
        alarms++;
    }

    long alarms() {
        return alarms;
    }

    /** Wants the reaction from now on, if there is one, and until it is obeyed. */
    void want(long now) {
        if (!isAsked && !(reaction instanceof Reaction.Note)) {
            isAsked = true;
            version = now;
            silence = 0;
        }
    }

    /** What it wants, if anything. */
    Optional<Countermeasure> wanted(String task) {
        return isAsked ? Optional.of(new Countermeasure(task, reaction, version)) : Optional.empty();
    }

    /** The same, if it is to be said now. */
    Optional<Countermeasure> ask(String task) {
        if (!isAsked || silence > 0) {
            return Optional.empty();
        }
        silence = PATIENCE;
        return wanted(task);
    }

    /** To be called when the reaction begins. */
    void obey() {
        isAsked = false;
        if (reaction instanceof Reaction.RaiseRate raise) {
            raised = raise.labels();
        } else {
            loss.ifPresent(Watch::begin); // a new head is worse than the old one was before
        }
    }

    /** At how many times the rate the task's own is moved. */
    double pace() {
        return raised > 0 && reaction instanceof Reaction.RaiseRate raise ? raise.times() : 1;
    }

    /** Takes over no more than how many alarms there were. */
    void inherit(TaskWatch old) {
        alarms = old.alarms;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        if (loss.isPresent()) {
            loss.get().write(out);
        }
        if (labels.isPresent()) {
            labels.get().write(out);
        }
        out.writeLong(alarms);
        out.writeBoolean(isAsked);
        out.writeLong(version);
        out.writeLong(silence);
        out.writeLong(raised);
    }

    @Override
    public void read(DataInput in) throws IOException {
        if (loss.isPresent()) {
            loss.get().read(in);
        }
        if (labels.isPresent()) {
            labels.get().read(in);
        }
        alarms = in.readLong();
        isAsked = in.readBoolean();
        version = in.readLong();
        silence = in.readLong();
        raised = in.readLong();
    }
}

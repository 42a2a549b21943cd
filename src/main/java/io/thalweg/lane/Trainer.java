package io.thalweg.lane;

import io.thalweg.batch.Batch;
import io.thalweg.batch.Buffers;
import io.thalweg.batch.Pending;
import io.thalweg.drift.Alarm;
import io.thalweg.drift.DriftStatus;
import io.thalweg.feature.Admission;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.ingest.Reason;
import io.thalweg.learn.Learner;
import io.thalweg.learn.Lesson;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.Ladder;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.Predictions;
import io.thalweg.publish.Refused;
import java.util.List;
import java.util.Optional;

/**
 * What a lane does with an example: it scores it, learns from it when its batch is full, or refuses it. Holds what must
 * not be forgotten for that; the {@link Lane} writes it down. One owner thread.
 */
final class Trainer {
    private final Learner learner;
    private final Buffers buffers;
    private final KeyWindow keys;
    private final Recollection recollection;
    private final Predictions predictions;
    private final Admission admission;
    private final Ledger ledger = new Ledger();

    Trainer(LaneSettings settings, Ladder ladder) {
        int tasks = settings.map().tasks().size();
        learner = new Learner(settings.map(), settings.model(), settings.drift(), ladder, settings.metricsWindow());
        buffers = new Buffers(settings.batch(), tasks);
        keys = new KeyWindow(settings.duplicatesWindow());
        admission = new Admission(settings.map());
        var positions = learner.networks().outputs();
        predictions = new Predictions(settings.map().tasks(), positions.first(), positions.count());
        recollection = new Recollection(settings.map());
    }

    Learner learner() {
        return learner;
    }

    Buffers buffers() {
        return buffers;
    }

    KeyWindow keys() {
        return keys;
    }

    Recollection recollection() {
        return recollection;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Learns from what waits in the buffers, full or not. */
    void settle(long appendTime, Outputs outputs) {
        buffers.drain(batch -> learn(batch, appendTime, outputs));
    }

    /** Takes one example; whether more have been learned from now than before. */
    boolean apply(Pending pending, Outputs outputs) {
        long before = ledger.learned;
        Example example = pending.example();
        Optional<Extracted.Rejected> wrong = admission.complaint(example);
        if (wrong.isPresent()) {
            refuse(pending, wrong.get(), outputs);
        } else if (example.isRequest()) {
            answer(pending, outputs);
        } else if (!keys.admit(example)) {
            ledger.duplicates++;
        } else {
            learn(pending, outputs);
        }
        return ledger.learned > before;
    }

    private void answer(Pending request, Outputs outputs) {
        float[] scores = learner.score(recollection.fill(request.example()), request.offset());
        Prediction prediction = predictions.of(request.example(), request.offset(), learner.version(), scores, 0);
        if (prediction.isFinite()) {
            ledger.requests++;
            outputs.prediction(prediction);
        } else {
            refuse(request, overflow(), outputs);
        }
    }

    private void learn(Pending came, Outputs outputs) {
        ledger.learned++;
        ledger.eventTime = came.example().time();
        Example counted = recollection.fill(came.example());
        recollection.observe(came.example());
        Pending pending = new Pending(came.offset(), came.appendTime(), counted);
        buffers.add(pending, batch -> learn(batch, came.appendTime(), outputs));
    }

    /** Learns from a batch, or says which of its examples stand in the way. */
    private List<Pending> learn(Batch batch, long appendTime, Outputs outputs) {
        boolean wasDiverged = learner.isDiverged();
        Lesson lesson = learner.learn(batch);
        List<Pending> refused = lesson instanceof Lesson.Spoiled spoiled ? spoiled.by() : List.of();
        if (lesson instanceof Lesson.Learned learned) {
            ledger.lagMillis = Math.max(0, appendTime - batch.oldestAppendTime());
            predictions.publish(learned.step(), outputs);
            tell(learned.step().alarms(), outputs);
            learned.step().asks().forEach(outputs::reassignment);
            learned.step().countermeasures().forEach(outputs::countermeasure);
        }
        for (Pending pending : refused) {
            ledger.learned--;
            keys.forget(pending.example()); // it may come again, mended
            refuse(pending, overflow(), outputs);
        }
        if (learner.isDiverged() != wasDiverged) {
            metrics().forEach(outputs::metrics); // at once
        }
        return refused;
    }

    /** At once, in a record of each task that has any. */
    private void tell(List<Alarm> alarms, Outputs outputs) {
        for (TaskMetrics one : alarms.isEmpty() ? List.<TaskMetrics>of() : metrics()) {
            List<Alarm> own = alarms.stream()
                    .filter(alarm -> alarm.task().equals(one.task()))
                    .toList();
            if (!own.isEmpty()) {
                outputs.metrics(one.with(new DriftStatus(one.drift().count(), own)));
            }
        }
    }

    private Extracted.Rejected overflow() {
        Reason reason = learner.isDiverged() ? Reason.DIVERGED : Reason.OVERFLOW;
        return new Extracted.Rejected(reason, learner.complaint());
    }

    private void refuse(Pending pending, Extracted.Rejected why, Outputs outputs) {
        ledger.refused++;
        outputs.refused(Refused.of(pending, why));
    }

    /** Quality of each task up to now, in configuration order. */
    List<TaskMetrics> metrics() {
        return learner.metrics(ledger.nextOffset - 1, ledger.eventTime, ledger.lagMillis);
    }
}

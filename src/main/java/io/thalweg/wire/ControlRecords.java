package io.thalweg.wire;

import io.thalweg.drift.Reaction;
import io.thalweg.lane.LogRecord;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Reassignment;
import io.thalweg.publish.SnapshotName;
import io.thalweg.wire.avro.ControlKind;
import io.thalweg.wire.avro.ControlRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Control records between the domain and the wire. */
final class ControlRecords {
    private ControlRecords() {}

    static ControlRecord toWire(LogRecord record) {
        if (record instanceof LogRecord.Configure configure) {
            return control(ControlKind.CONFIGURE, configure.time())
                    .setConfiguration(configure.configuration())
                    .build();
        }
        if (record instanceof LogRecord.Promote promote) {
            SnapshotName name = promote.snapshot();
            return control(ControlKind.PROMOTE, promote.time())
                    .setSnapshot(new io.thalweg.wire.avro.SnapshotName(name.id(), name.chain()))
                    .build();
        }
        if (record instanceof LogRecord.Reassign reassign) {
            return control(ControlKind.REASSIGN, reassign.time())
                    .setTask(reassign.move().task())
                    .setCandidate(reassign.move().candidate())
                    .setVersion(reassign.move().version())
                    .build();
        }
        if (record instanceof LogRecord.React react) {
            return react(react);
        }
        return control(ControlKind.TICK, ((LogRecord.Tick) record).time()).build();
    }

    private static ControlRecord react(LogRecord.React react) {
        boolean isRaise = react.measure().reaction() instanceof Reaction.RaiseRate;
        ControlRecord.Builder wire = control(isRaise ? ControlKind.RAISE_RATE : ControlKind.RESET_HEAD, react.time())
                .setTask(react.measure().task())
                .setVersion(react.measure().version());
        if (react.measure().reaction() instanceof Reaction.RaiseRate raise) {
            wire.setTimes(raise.times()).setLabels(raise.labels());
        }
        return wire.build();
    }

    private static LogRecord react(ControlRecord control, Reaction reaction) {
        return new LogRecord.React(
                control.getTime().toEpochMilli(),
                new Countermeasure(given(control.getTask(), "task"), reaction, given(control.getVersion(), "version")));
    }

    private static ControlRecord.Builder control(ControlKind kind, long time) {
        return ControlRecord.newBuilder().setKind(kind).setTime(Instant.ofEpochMilli(time));
    }

    /** @throws WireException if it does not say what its kind needs */
    static LogRecord toDomain(ControlRecord control) {
        long time = control.getTime().toEpochMilli();
        return switch (control.getKind()) {
            case TICK -> new LogRecord.Tick(time);
            case CONFIGURE -> new LogRecord.Configure(time, given(control.getConfiguration(), "configuration"));
            case PROMOTE -> {
                var name = given(control.getSnapshot(), "snapshot");
                yield new LogRecord.Promote(time, new SnapshotName(name.getId(), name.getChain()));
            }
            case REASSIGN ->
                new LogRecord.Reassign(
                        time,
                        new Reassignment(
                                given(control.getTask(), "task"),
                                given(control.getCandidate(), "candidate"),
                                given(control.getVersion(), "version")));
            case RAISE_RATE ->
                react(
                        control,
                        new Reaction.RaiseRate(
                                given(control.getTimes(), "times"), given(control.getLabels(), "labels")));
            case RESET_HEAD -> react(control, new Reaction.ResetHead());
        };
    }

    private static <T> T given(@Nullable T value, String field) {
        if (value == null) {
            throw new WireException("a control record without its " + field);
        }
        return value;
    }
}

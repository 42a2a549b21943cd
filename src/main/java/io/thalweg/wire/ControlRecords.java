package io.thalweg.wire;

import io.thalweg.lane.LogRecord;
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
        return control(ControlKind.TICK, ((LogRecord.Tick) record).time()).build();
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
        };
    }

    private static <T> T given(@Nullable T value, String field) {
        if (value == null) {
            throw new WireException("a control record without its " + field);
        }
        return value;
    }
}

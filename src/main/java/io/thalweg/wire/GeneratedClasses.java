package io.thalweg.wire;

import io.thalweg.wire.avro.ControlKind;
import io.thalweg.wire.avro.ControlRecord;
import io.thalweg.wire.avro.DriftAlarm;
import io.thalweg.wire.avro.DriftSignal;
import io.thalweg.wire.avro.GateUse;
import io.thalweg.wire.avro.Prediction;
import io.thalweg.wire.avro.Quality;
import io.thalweg.wire.avro.QuarantinedEvent;
import io.thalweg.wire.avro.SnapshotCause;
import io.thalweg.wire.avro.SnapshotChunk;
import io.thalweg.wire.avro.SnapshotManifest;
import io.thalweg.wire.avro.SnapshotName;
import io.thalweg.wire.avro.TaskKind;
import io.thalweg.wire.avro.TaskMetrics;
import io.thalweg.wire.avro.TaskPrediction;
import io.thalweg.wire.avro.TrainExample;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * The classes that records of ours become: a closed list. Avro itself would load whatever class a schema names, and
 * therefore refuses all that the process has not been told to trust; here no class is ever looked up by its name.
 */
final class GeneratedClasses extends SpecificData {
    private static final Map<String, Class<?>> BY_NAME = List.of(
                    TrainExample.class,
                    ControlRecord.class,
                    ControlKind.class,
                    Prediction.class,
                    TaskPrediction.class,
                    TaskMetrics.class,
                    TaskKind.class,
                    GateUse.class,
                    DriftAlarm.class,
                    DriftSignal.class,
                    Quality.class,
                    SnapshotManifest.class,
                    SnapshotCause.class,
                    SnapshotName.class,
                    SnapshotChunk.class,
                    QuarantinedEvent.class)
            .stream()
            .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

    @Override
    @SuppressWarnings("rawtypes") // as inherited
    public @Nullable Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> BY_NAME.get(schema.getFullName());
            default -> super.getClass(schema);
        };
    }
}

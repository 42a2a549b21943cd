package io.thalweg.wire;

import io.thalweg.drift.Alarm;
import io.thalweg.drift.DriftStatus;
import io.thalweg.learn.Quality;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.GateUse;
import io.thalweg.wire.avro.DriftAlarm;
import io.thalweg.wire.avro.DriftSignal;
import io.thalweg.wire.avro.TaskKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Task metrics between the domain and the wire: what is not there is NaN in the one and null on the other. */
final class MetricsRecords {
    private MetricsRecords() {}

    static io.thalweg.wire.avro.TaskMetrics toWire(TaskMetrics metrics) {
        boolean classes = metrics.lifetime() instanceof Quality.OfClasses;
        return io.thalweg.wire.avro.TaskMetrics.newBuilder()
                .setTask(metrics.task())
                .setKind(classes ? TaskKind.CLASSES : TaskKind.VALUES)
                .setTrainLogOffset(metrics.offset())
                .setModelVersion(metrics.version())
                .setEventTime(Instant.ofEpochMilli(metrics.eventTime()))
                .setLabelled(metrics.labelled())
                .setLagMillis(metrics.lagMillis())
                .setLifetime(toWire(metrics.lifetime()))
                .setWindow(toWire(metrics.window()))
                .setWeight(metrics.standing().weight())
                .setCosines(metrics.standing().cosines())
                .setGates(gates(metrics.standing()))
                .setRefused(metrics.refused())
                .setDiverged(metrics.standing().isDiverged())
                .setAlarmCount(metrics.drift().count())
                .setAlarms(alarms(metrics.drift()))
                .build();
    }

    static TaskMetrics toDomain(io.thalweg.wire.avro.TaskMetrics metrics) {
        return new TaskMetrics(
                metrics.getTask(),
                metrics.getTrainLogOffset(),
                metrics.getModelVersion(),
                metrics.getEventTime().toEpochMilli(),
                metrics.getLabelled(),
                metrics.getRefused(),
                metrics.getLagMillis(),
                toDomain(metrics.getKind(), metrics.getLifetime()),
                toDomain(metrics.getKind(), metrics.getWindow()),
                new Standing(metrics.getWeight(), metrics.getCosines(), gates(metrics), metrics.getDiverged()),
                drift(metrics));
    }

    private static List<DriftAlarm> alarms(DriftStatus drift) {
        return drift.alarms().stream()
                .map(alarm -> new DriftAlarm(
                        DriftSignal.valueOf(alarm.signal().name()),
                        alarm.feature(),
                        alarm.offset(),
                        alarm.before(),
                        alarm.after()))
                .toList();
    }

    private static DriftStatus drift(io.thalweg.wire.avro.TaskMetrics metrics) {
        List<Alarm> alarms = metrics.getAlarms().stream()
                .map(alarm -> new Alarm(
                        metrics.getTask(),
                        Alarm.Signal.valueOf(alarm.getSignal().name()),
                        alarm.getFeature(),
                        alarm.getTrainLogOffset(),
                        alarm.getBefore(),
                        alarm.getAfter()))
                .toList();
        return new DriftStatus(metrics.getAlarmCount(), alarms);
    }

    private static List<io.thalweg.wire.avro.GateUse> gates(Standing standing) {
        List<io.thalweg.wire.avro.GateUse> gates = new ArrayList<>();
        standing.gates()
                .forEach((gate, seen) -> gates.add(new io.thalweg.wire.avro.GateUse(gate, seen.entropy(), seen.use())));
        return gates;
    }

    private static Map<String, GateUse> gates(io.thalweg.wire.avro.TaskMetrics metrics) {
        Map<String, GateUse> gates = new LinkedHashMap<>();
        metrics.getGates().forEach(gate -> gates.put(gate.getGate(), new GateUse(gate.getEntropy(), gate.getUse())));
        return gates;
    }

    private static io.thalweg.wire.avro.Quality toWire(Quality quality) {
        var wire = io.thalweg.wire.avro.Quality.newBuilder()
                .setCount(quality.count())
                .setLoss(present(quality.loss()))
                .setBaselineLoss(present(quality.baselineLoss()));
        if (quality instanceof Quality.OfClasses classes) {
            wire.setLogloss(present(classes.logloss()))
                    .setNormalisedEntropy(present(classes.normalisedEntropy()))
                    .setAuc(present(classes.auc()))
                    .setCalibration(present(classes.calibration()))
                    .setBaselineLogloss(present(classes.baselineLogloss()));
        } else if (quality instanceof Quality.OfValues values) {
            wire.setRmse(present(values.rmse()))
                    .setMae(present(values.mae()))
                    .setCorrelation(present(values.correlation()))
                    .setCalibration(present(values.calibration()))
                    .setCoverage(present(values.coverage()))
                    .setBaselineRmse(present(values.baselineRmse()));
        }
        return wire.build();
    }

    private static Quality toDomain(TaskKind kind, io.thalweg.wire.avro.Quality wire) {
        return switch (kind) {
            case CLASSES ->
                new Quality.OfClasses(
                        wire.getCount(),
                        number(wire.getLoss()),
                        number(wire.getBaselineLoss()),
                        number(wire.getLogloss()),
                        number(wire.getNormalisedEntropy()),
                        number(wire.getAuc()),
                        number(wire.getCalibration()),
                        number(wire.getBaselineLogloss()));
            case VALUES ->
                new Quality.OfValues(
                        wire.getCount(),
                        number(wire.getLoss()),
                        number(wire.getBaselineLoss()),
                        number(wire.getRmse()),
                        number(wire.getMae()),
                        number(wire.getCorrelation()),
                        number(wire.getCalibration()),
                        number(wire.getCoverage()),
                        number(wire.getBaselineRmse()));
        };
    }

    private static @Nullable Double present(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}

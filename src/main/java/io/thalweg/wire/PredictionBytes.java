package io.thalweg.wire;

import io.thalweg.publish.Prediction;
import io.thalweg.wire.avro.TaskPrediction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Predictions, written by hand in the order of {@code Prediction.avsc} and {@code TaskPrediction.avsc}. */
final class PredictionBytes {
    private static final float[] NONE = {};
    private static final float[][] NO_CLASSES = {};

    private final Subject<io.thalweg.wire.avro.Prediction> subject;
    private final Map<String, byte[]> encoded = new HashMap<>(); // names of tasks
    private final AvroOutput output = new AvroOutput();

    PredictionBytes(Subject<io.thalweg.wire.avro.Prediction> subject) {
        this.subject = subject;
    }

    byte[] write(Prediction prediction) {
        AvroOutput out = output.begin(subject.id());
        byte[] key = prediction.key();
        if (key == null) {
            out.writeLong(0);
        } else {
            out.writeLong(1);
            out.writeBytes(key);
        }
        out.writeLong(prediction.eventTime());
        out.writeLong(prediction.offset());
        out.writeLong(prediction.version());
        String[] tasks = prediction.tasks();
        if (tasks.length > 0) {
            out.writeLong(tasks.length);
            for (int i = 0; i < tasks.length; i++) {
                out.writeBytes(encoded.computeIfAbsent(tasks[i], name -> name.getBytes(StandardCharsets.UTF_8)));
                out.writeFloat(prediction.scores()[i]);
                writeProbabilities(prediction, i);
                writeLabel(prediction.labels()[i]);
            }
        }
        out.writeLong(0);
        return out.end();
    }

    private void writeProbabilities(Prediction prediction, int i) {
        float[][] probabilities = prediction.probabilities();
        if (probabilities.length == 0 || probabilities[i].length == 0) {
            output.writeLong(0);
        } else {
            output.writeLong(1);
            output.writeFloats(probabilities[i]);
        }
    }

    private void writeLabel(float label) {
        if (Float.isNaN(label)) {
            output.writeLong(0);
        } else {
            output.writeLong(1);
            output.writeFloat(label);
        }
    }

    Prediction read(byte[] bytes) {
        io.thalweg.wire.avro.Prediction read = subject.read(bytes);
        List<TaskPrediction> entries = read.getTasks();
        int n = entries.size();
        String[] tasks = new String[n];
        float[] scores = new float[n];
        float[] labels = new float[n];
        float[][] probabilities = new float[n][];
        boolean hasClasses = false;
        for (int i = 0; i < n; i++) {
            TaskPrediction entry = entries.get(i);
            tasks[i] = entry.getTask();
            scores[i] = entry.getScore();
            labels[i] = entry.getLabel() == null ? Float.NaN : entry.getLabel();
            probabilities[i] = floats(entry.getProbabilities());
            hasClasses |= probabilities[i].length > 0;
        }
        return new Prediction(
                key(read.getKey()),
                read.getEventTime().toEpochMilli(),
                read.getTrainLogOffset(),
                read.getModelVersion(),
                tasks,
                scores,
                hasClasses ? probabilities : NO_CLASSES,
                labels);
    }

    private static byte @Nullable [] key(@Nullable String key) {
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    private static float[] floats(@Nullable List<Float> values) {
        if (values == null) {
            return NONE;
        }
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}

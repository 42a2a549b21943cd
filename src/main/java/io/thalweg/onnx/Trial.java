package io.thalweg.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extractor;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.Observation;
import io.thalweg.lane.Reading;
import io.thalweg.publish.Predictions;
import io.thalweg.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The same made-up events scored here and by ONNX Runtime, as whoever loads the file will have it. */
final class Trial {
    private static final int ROWS = 1_000;
    private static final int ATTEMPTS = 1_000; // to make up an event that has a score
    private static final int AT_ONCE = 256; // the first row goes alone

    private final FeatureMap map;
    private final Reading reading;
    private final RandomEvents events;
    private final Extractor extractor;
    private final Predictions predictions;
    private final List<Task> tasks;

    Trial(FeatureMap map, InputMap input, Reading reading, long seed) {
        this.map = map;
        this.reading = reading;
        events = new RandomEvents(map, input, reading, seed);
        extractor = new Extractor(map, input);
        predictions = new Predictions(map.tasks(), reading.first(), reading.outputs());
        tasks = map.tasks();
    }

    /** @throws OnnxException if ONNX Runtime does not take the file */
    Agreement of(Path model) {
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.addConfigEntry("session.strict_shape_type_inference", "1");
            try (OrtSession session = environment.createSession(model.toString(), options)) {
                return compare(environment, session);
            }
        } catch (OrtException e) {
            throw new OnnxException("ONNX Runtime refuses the graph: %s", String.valueOf(e.getMessage()));
        }
    }

    private static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new OnnxException(
                    "ONNX Runtime cannot be loaded, and nothing is exported unchecked: %s; it needs natives of this platform,"
                            + " which the distribution for it has, and a directory for temporary files (java.io.tmpdir)",
                    cause);
        }
    }

    private Agreement compare(OrtEnvironment environment, OrtSession session) throws OrtException {
        Agreement agreement = Agreement.NOTHING;
        for (int done = 0; done < ROWS; ) {
            int rows = done == 0 ? 1 : Math.min(AT_ONCE, ROWS - done);
            Asked asked = new Asked(map, rows);
            Own[] own = new Own[rows];
            for (int row = 0; row < rows; row++) {
                own[row] = draw(asked, row);
            }
            Map<String, OnnxTensor> tensors = asked.tensors(environment);
            try (OrtSession.Result result = session.run(tensors)) {
                agreement = judge(own, result, agreement);
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
            done += rows;
        }
        return agreement;
    }

    /** Our own answer to an event. */
    private record Own(float[] scores, boolean isExtreme) {}

    /** To the next event that there is one for. */
    private Own draw(Asked asked, int row) {
        Example request = extractor.blank();
        float[] scores = new float[reading.outputs()];
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean isExtreme = events.isNextExtreme();
            Observation observation = events.next(isExtreme);
            if (extractor.fill(observation, request).isEmpty()) {
                events.mixKnown(request);
                asked.put(row, observation, request);
                if (reading.score(request, scores).isEmpty()) {
                    return new Own(scores, isExtreme);
                }
            }
        }
        throw new OnnxException("the model has no finite score for any of %d made-up events in a row", ATTEMPTS);
    }

    private Agreement judge(Own[] own, OrtSession.Result result, Agreement before) throws OrtException {
        Agreement worst = before.withRows(own.length);
        for (int task = 0; task < tasks.size(); task++) {
            Task of = tasks.get(task);
            float[] said = (float[]) value(result, Recipe.score(of));
            boolean isOfMany = of.loss().isClassification() && of.loss().outputs() > 2;
            float[][] chances = isOfMany ? (float[][]) value(result, Recipe.probabilities(of)) : new float[0][];
            for (int row = 0; row < own.length; row++) {
                float[] scores = own[row].scores();
                double difference = isOfMany
                        ? ofClasses(scores, reading.first()[task], chances[row], (int) said[row])
                        : difference(predictions.score(task, scores, 0), said[row]);
                worst = worst.or(difference, own[row].isExtreme(), of.name());
            }
        }
        return worst;
    }

    /** Of all classes; two of them may be as probable as each other, so another one than ours may be the first. */
    private static double ofClasses(float[] scores, int first, float[] chances, int top) {
        double worst = 0;
        double highest = 0;
        for (int k = 0; k < chances.length; k++) {
            worst = Math.max(worst, difference(scores[first + k], chances[k]));
            highest = Math.max(highest, scores[first + k]);
        }
        return Math.max(worst, highest - scores[first + top]);
    }

    private static Object value(OrtSession.Result result, String output) throws OrtException {
        OnnxValue value = result.get(output).orElseThrow();
        return value.getValue();
    }

    /** Of values in the label's own unit, which may be infinite. */
    private static double difference(double expected, double said) {
        return expected == said ? 0 : Math.abs(expected - said) / Math.max(1, Math.abs(expected));
    }
}

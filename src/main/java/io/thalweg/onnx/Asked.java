package io.thalweg.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Observation;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of events as a graph wants them: an array for each input, {@code [rows]} or {@code [rows, width]}. */
final class Asked {
    private final FeatureMap map;
    private final int rows;
    private final Map<String, long[]> ids = new TreeMap<>();
    private final Map<String, double[]> numbers = new TreeMap<>();

    Asked(FeatureMap map, int rows) {
        this.map = map;
        this.rows = rows;
        map.categoricals().forEach(feature -> ids.put(feature.name(), new long[rows]));
        map.rates().forEach(feature -> ids.put(feature.name(), new long[rows]));
        map.sequences().forEach(feature -> ids.put(feature.name(), new long[rows * feature.length()]));
        map.numbers().stream()
                .filter(feature -> !(feature instanceof Feature.Rate))
                .forEach(feature -> numbers.put(
                        feature.name(), new double[rows * feature.parts().size()]));
    }

    /** An event, and what was made of it; before anything remembered is put in the places of keys. */
    void put(int row, Observation observation, Example example) {
        List<Feature.Categorical> categoricals = map.categoricals();
        for (int slot = 0; slot < categoricals.size(); slot++) {
            ids(categoricals.get(slot))[row] = example.categories()[slot];
        }
        List<Feature.Sequence> sequences = map.sequences();
        for (int i = 0; i < sequences.size(); i++) {
            int length = sequences.get(i).length();
            int[] items = example.sequences()[i];
            long[] to = ids(sequences.get(i));
            Arrays.fill(to, row * length, (row + 1) * length, -1);
            for (int k = 0; k < items.length; k++) {
                to[row * length + k] = items[k];
            }
        }
        int next = 0;
        for (Feature.Numbers feature : map.numbers()) {
            if (feature instanceof Feature.Rate) {
                ids(feature)[row] = (long) example.numbers()[next];
            } else {
                numbers(feature, row, observation);
            }
            next += feature.parts().size();
        }
    }

    private long[] ids(Feature feature) {
        return ids.getOrDefault(feature.name(), new long[0]);
    }

    private void numbers(Feature.Numbers feature, int row, Observation observation) {
        double[] to = numbers.getOrDefault(feature.name(), new double[0]);
        if (feature instanceof Feature.Array array) {
            for (int k = 0; k < array.length(); k++) {
                to[row * array.length() + k] = observation.number(array.all().column(), k);
            }
        } else {
            to[row] = observation.number(((Feature.Numeric) feature).column());
        }
    }

    /** To be closed. */
    Map<String, OnnxTensor> tensors(OrtEnvironment environment) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (Feature feature : map.features()) {
            long[] whole = ids.get(feature.name());
            double[] real = numbers.get(feature.name());
            if (whole != null) {
                tensors.put(
                        feature.name(),
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), shape(feature, whole.length)));
            } else if (real != null) {
                tensors.put(
                        feature.name(),
                        OnnxTensor.createTensor(environment, DoubleBuffer.wrap(real), shape(feature, real.length)));
            }
        }
        return tensors;
    }

    private long[] shape(Feature feature, int count) {
        boolean isWide = feature instanceof Feature.Sequence || feature instanceof Feature.Array;
        return isWide ? new long[] {rows, count / rows} : new long[] {rows};
    }
}

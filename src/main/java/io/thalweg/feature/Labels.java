package io.thalweg.feature;

import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Observation;
import io.thalweg.task.Task;
import java.util.List;

/** Reads the labels and weights of the tasks that a topic speaks of, and says what is wrong with them. */
final class Labels {
    private static final float[] NONE = {};

    private final InputMap input;
    private final List<Task> tasks;
    private final InputTopic[] topics;
    private final int[][] tasksOf; // of each topic
    private final LabelColumn[][] columnsOf; // of each topic, beside its tasks
    private final boolean[] weighted; // topics of which a task has a weight per event

    Labels(FeatureMap map, InputMap input) {
        this.input = input;
        tasks = map.tasks();
        topics = input.topics().toArray(InputTopic[]::new);
        tasksOf = new int[topics.length][];
        columnsOf = new LabelColumn[topics.length][];
        weighted = new boolean[topics.length];
        for (int topic = 0; topic < topics.length; topic++) {
            tasksOf[topic] = topics[topic].tasks().stream()
                    .sorted()
                    .mapToInt(task -> task)
                    .toArray();
            LabelColumn[] columns = new LabelColumn[tasksOf[topic].length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = column(map, tasksOf[topic][i]);
                weighted[topic] |= columns[i].weightColumn() >= 0;
            }
            columnsOf[topic] = columns;
        }
    }

    private static LabelColumn column(FeatureMap map, int task) {
        return map.labels().stream()
                .filter(label -> label.task() == task)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "task '%s' has no label".formatted(map.tasks().get(task).name())));
    }

    /** Position of the topic that an observation came on. */
    int topic(Observation observation) {
        for (int topic = 0; topic < topics.length; topic++) {
            if (topics[topic] == observation.topic()) {
                return topic;
            }
        }
        for (int topic = 0; topic < topics.length; topic++) {
            if (topics[topic].equals(observation.topic())) {
                return topic;
            }
        }
        throw new IllegalArgumentException(
                "no topic '%s' is configured".formatted(observation.topic().name()));
    }

    /** Positions of the topic's tasks, ascending; a new array. */
    int[] tasks(int topic) {
        return tasksOf[topic].clone();
    }

    /** Label of each task in its own unit, NaN where it is unknown; empty where none is known. */
    float[] of(int topic, Observation observation) {
        if (!topics[topic].labelled()) {
            return NONE;
        }
        LabelColumn[] columns = columnsOf[topic];
        float[] labels = new float[columns.length];
        boolean known = false;
        for (int i = 0; i < labels.length; i++) {
            double value = observation.number(columns[i].column());
            labels[i] = Double.isNaN(value) ? Float.NaN : columns[i].rule().label(value);
            known |= !Float.isNaN(labels[i]);
        }
        return known ? labels : NONE;
    }

    /** Weight of each label, 1 where the event says nothing; empty where no task has a weight per event. */
    float[] weights(int topic, Observation observation) {
        if (!weighted[topic] || !topics[topic].labelled()) {
            return NONE;
        }
        LabelColumn[] columns = columnsOf[topic];
        float[] weights = new float[columns.length];
        for (int i = 0; i < weights.length; i++) {
            double weight = columns[i].weightColumn() < 0 ? 1 : observation.number(columns[i].weightColumn());
            weights[i] = Double.isNaN(weight) ? 1 : (float) weight;
        }
        return weights;
    }

    /** Why the known labels cannot be learned from, or an empty text. */
    String complaint(int topic, Observation observation, float[] labels, float[] weights) {
        for (int i = 0; i < labels.length; i++) {
            if (!Float.isNaN(labels[i])) {
                LabelColumn column = columnsOf[topic][i];
                Task task = tasks.get(column.task());
                String wrong = Admission.wrongWithLabel(task, labels[i]);
                if (!wrong.isEmpty()) {
                    return told(task, column.column(), observation, wrong);
                }
                String wrongWeight = weights.length > 0 ? Admission.wrongWithWeight(weights[i]) : "";
                if (!wrongWeight.isEmpty()) {
                    return told(task, column.weightColumn(), observation, wrongWeight);
                }
            }
        }
        return "";
    }

    private String told(Task task, int column, Observation observation, String wrong) {
        return "field '%s' is %s, which task '%s' cannot learn from: %s"
                .formatted(input.columns().get(column).field(), observation.number(column), task.name(), wrong);
    }
}

package io.thalweg.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A trunk with the heads of the tasks that share it: all tasks in one branch for hard sharing, a branch for each task
 * when nothing is shared.
 *
 * @param inputs width of what the trunk reads
 * @param tasks its tasks, ascending
 */
record Branch(int inputs, List<Integer> tasks, List<Layer> trunk, List<Head> heads) {
    /** Lays the layers out in the dense parameters from {@code at} on. */
    static Branch lay(
            String name, int inputs, List<Integer> tasks, ModelSettings settings, ScorePositions outputs, int at) {
        List<Layer> trunk = chain(name + "/trunk", inputs, settings.shared(), at);
        int top = trunk.isEmpty() ? inputs : trunk.get(trunk.size() - 1).outputs();
        int next = trunk.isEmpty() ? at : trunk.get(trunk.size() - 1).end();
        List<Head> heads = new ArrayList<>();
        if (settings.task().isEmpty()) {
            int[] all = outputs.ofTasks(tasks);
            heads.add(new Head(chain(name + "/heads", top, List.of(all.length), next), all, outputs.tasksOf(all)));
        } else {
            for (int task : tasks) {
                int[] own = outputs.ofTasks(List.of(task));
                List<Integer> widths = new ArrayList<>(settings.task());
                widths.add(own.length);
                List<Layer> layers = chain(name + "/head " + task, top, widths, next);
                heads.add(new Head(layers, own, outputs.tasksOf(own)));
                next = layers.get(layers.size() - 1).end();
            }
        }
        return new Branch(inputs, tasks, trunk, heads);
    }

    int end() {
        List<Layer> last = heads.get(heads.size() - 1).layers();
        return last.get(last.size() - 1).end();
    }

    boolean isPresent(boolean[] present) {
        return tasks.stream().anyMatch(task -> present[task]);
    }

    /** Moves the trunk, if any of its tasks is present, and the heads of those that are. */
    void step(Parameters parameters, boolean[] present) {
        if (!isPresent(present)) {
            return;
        }
        if (!trunk.isEmpty()) {
            parameters.step(trunk.get(0).at(), trunk.get(trunk.size() - 1).end());
        }
        heads.forEach(head -> head.step(parameters, present));
    }

    /** Takes over what is left of the branch that this one was. */
    void inherit(Parameters parameters, Branch old, Parameters from, Inheritance origins) {
        int[] rows = origins.inputs();
        for (int i = 0; i < trunk.size(); i++) {
            int[] unmoved = Inheritance.unmoved(trunk.get(i).outputs());
            trunk.get(i).inherit(parameters, old.trunk.get(i), from, rows, Run.of(unmoved));
            rows = unmoved;
        }
        for (Head head : heads) {
            for (Head before : old.heads) {
                head.inherit(parameters, before, from, rows, origins.outputs());
            }
        }
    }

    void initialise(float[] values, long seed) {
        trunk.forEach(layer -> layer.initialise(values, seed));
        heads.forEach(head -> head.layers().forEach(layer -> layer.initialise(values, seed)));
    }

    private static List<Layer> chain(String name, int inputs, List<Integer> widths, int at) {
        List<Layer> layers = new ArrayList<>();
        int from = inputs;
        int next = at;
        for (int width : widths) {
            Layer layer = new Layer(name + ' ' + layers.size(), from, width, next);
            layers.add(layer);
            from = width;
            next = layer.end();
        }
        return layers;
    }
}

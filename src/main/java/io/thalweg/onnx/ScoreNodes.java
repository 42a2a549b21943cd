package io.thalweg.onnx;

import static io.thalweg.onnx.GraphWriter.attribute;
import static onnx.Onnx.TensorProto.DataType.DOUBLE;
import static onnx.Onnx.TensorProto.DataType.FLOAT;

import io.thalweg.learn.FrozenLearner;
import io.thalweg.loss.Focal;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Poisson;
import io.thalweg.loss.Shift;
import io.thalweg.loss.Softmax;
import io.thalweg.loss.ZeroInflatedLogNormal;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;

/** From raw scores to what is said of each task, in the label's own unit; in double precision, as here. */
final class ScoreNodes {
    private final GraphWriter graph;
    private final Curves curves;
    private final FrozenLearner learner;
    private final List<Task> tasks;

    ScoreNodes(GraphWriter graph, FrozenLearner learner, List<Task> tasks) {
        this.graph = graph;
        this.learner = learner;
        this.tasks = tasks;
        curves = new Curves(graph);
    }

    /**
     * Of one network: the losses' scores of all tasks, {@code [batch, outputs of the task]}.
     *
     * @param raw of each task, {@code [batch, outputs of the task]}
     */
    List<String> scores(List<String> raw) {
        List<String> shifted = new ArrayList<>();
        for (int task = 0; task < raw.size(); task++) {
            shifted.add(shifted(task, graph.cast(raw.get(task), DOUBLE)));
        }
        List<String> scores = new ArrayList<>(shifted);
        for (int task = 0; task < raw.size(); task++) {
            List<Integer> factors = learner.factors().get(task);
            if (factors.size() > 1) {
                scores.set(
                        task,
                        curves.conjunction(factors.stream().map(shifted::get).toList()));
            }
        }
        return scores;
    }

    private String shifted(int task, String raw) {
        List<Shift> shifts = learner.shifts().get(task);
        double excess = learner.excess()[task];
        if (shifts.stream().allMatch(Shift.Line.class::isInstance)) {
            double[] spreads = new double[shifts.size()];
            double[] starts = new double[shifts.size()];
            for (int i = 0; i < spreads.length; i++) {
                Shift.Line line = (Shift.Line) shifts.get(i);
                spreads[i] = line.spread();
                starts[i] = line.start() + excess;
            }
            String stretched = graph.node("Mul", raw, graph.doubles(spreads, 1, spreads.length));
            return graph.node("Add", stretched, graph.doubles(starts, 1, starts.length));
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < shifts.size(); i++) {
            columns.add(shifted(shifts.get(i), graph.slice(raw, i, i + 1, 1)));
        }
        return graph.join(columns, 1);
    }

    private String shifted(Shift shift, String raw) {
        if (shift instanceof Shift.Line line) {
            String stretched = graph.node("Mul", raw, graph.number(line.spread()));
            return graph.node("Add", stretched, graph.number(line.start()));
        }
        Shift.Bounded bounded = (Shift.Bounded) shift;
        String share = graph.node("Sigmoid", graph.node("Add", raw, graph.number(bounded.start())));
        String above = graph.node("Mul", share, graph.number(bounded.room()));
        return curves.inverseSoftplus(graph.node("Max", above, graph.number(bounded.least())));
    }

    /** Writes the outputs of a task, of the scores that it is served with. */
    void write(int task, String scores) {
        Task of = tasks.get(task);
        Loss loss = of.loss();
        if (loss instanceof Softmax softmax) {
            String chances = graph.node("Softmax", List.of(attribute("axis", 1L)), scores);
            if (softmax.classes() > 2) {
                String probabilities = graph.cast(chances, FLOAT);
                String says = "the probability of each class";
                graph.output(Recipe.probabilities(of), FLOAT, softmax.classes(), says, probabilities);
                write(
                        of,
                        graph.node("ArgMax", List.of(attribute("axis", 1L), attribute("keepdims", 0L)), probabilities));
            } else {
                write(of, graph.squeeze(graph.slice(chances, 1, 2, 1), 1));
            }
        } else {
            String said = said(loss, scores);
            write(of, graph.squeeze(loss.isClassification() ? said : inverted(of.transform(), said), 1));
        }
    }

    private void write(Task task, String score) {
        graph.output(Recipe.score(task), FLOAT, 0, Recipe.says(task), graph.cast(score, FLOAT));
    }

    /** {@code [batch, 1]}, in the learned unit. */
    private String said(Loss loss, String scores) {
        if (loss instanceof Logistic) {
            return graph.node("Sigmoid", scores);
        } else if (loss instanceof Focal focal) {
            return graph.node("Sigmoid", curves.focalLogit(focal.gamma(), scores));
        } else if (loss instanceof Poisson) {
            return curves.cappedExp(scores);
        } else if (loss instanceof ZeroInflatedLogNormal) {
            String chance = graph.node("Sigmoid", graph.slice(scores, 0, 1, 1));
            String narrowest = graph.number(ZeroInflatedLogNormal.NARROWEST);
            String sigma = graph.node("Add", curves.softplus(graph.slice(scores, 2, 3, 1)), narrowest);
            String half = graph.node("Mul", graph.node("Mul", sigma, sigma), graph.number(0.5));
            String mean = curves.cappedExp(graph.node("Add", graph.slice(scores, 1, 2, 1), half));
            return graph.node("Mul", chance, mean);
        }
        return scores; // a value or a margin is its own score
    }

    private String inverted(LabelTransform transform, String learned) {
        if (transform instanceof LabelTransform.Log1p) {
            return graph.node("Sub", graph.node("Exp", learned), graph.number(1));
        }
        return transform instanceof LabelTransform.Divide divide
                ? graph.node("Mul", learned, graph.number(divide.by()))
                : learned;
    }
}

package io.thalweg.model;

import io.thalweg.balance.Balance;
import io.thalweg.balance.Fixed;
import io.thalweg.check.Require;
import io.thalweg.encoder.Encoded;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.regularise.Regularisation;
import io.thalweg.sharing.Auto;
import io.thalweg.sharing.Newcomers;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.After;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The model and how it moves.
 *
 * @param shared widths of the shared layers, from the input on
 * @param task widths of each task's own layers, behind the shared ones
 * @param wide whether each bucket also has a linear weight per task, added to its score (Cheng et al. 2016); without
 *     any layers the linear weights are the whole model
 * @param optimiser of embeddings and layers
 * @param wideOptimiser of linear weights and of the biases of the scores
 * @param balance how much each task counts in a step
 * @param newcomers what a task that is added later begins from
 * @param seed of every random number
 * @param regularisation what parameters pay for being large, and how long gradients may be
 * @param life from when on rows of tables are learned, and for how long they are kept
 */
public record ModelSettings(
        Sharing sharing,
        List<Integer> shared,
        List<Integer> task,
        boolean wide,
        Optimiser optimiser,
        Optimiser wideOptimiser,
        Balance balance,
        Newcomers newcomers,
        long seed,
        Regularisation regularisation,
        EmbeddingLife life) {
    private static final int NARROWEST = 8;
    private static final int TWIN = 4; // times narrower than a network that is shared; not by tasks, which come and go

    public ModelSettings {
        shared = List.copyOf(shared);
        task = List.copyOf(task);
        requireWidths("shared", shared);
        requireWidths("task", task);
    }

    /** Balanced by the tasks' own weights. */
    public ModelSettings(
            Sharing sharing,
            List<Integer> shared,
            List<Integer> task,
            boolean wide,
            Optimiser optimiser,
            Optimiser wideOptimiser,
            long seed) {
        this(
                sharing,
                shared,
                task,
                wide,
                optimiser,
                wideOptimiser,
                new Fixed(),
                new Newcomers.Fresh(),
                seed,
                Regularisation.NONE,
                EmbeddingLife.ENDLESS);
    }

    /** The same with another balance. */
    public ModelSettings with(Balance other) {
        return with(other, newcomers, regularisation, life);
    }

    /** The same with another beginning for tasks that are added. */
    public ModelSettings with(Newcomers other) {
        return with(balance, other, regularisation, life);
    }

    /** The same with another regularisation. */
    public ModelSettings with(Regularisation other) {
        return with(balance, newcomers, other, life);
    }

    /** The same with another life of rows. */
    public ModelSettings with(EmbeddingLife other) {
        return with(balance, newcomers, regularisation, other);
    }

    private ModelSettings with(Balance first, Newcomers second, Regularisation third, EmbeddingLife fourth) {
        return new ModelSettings(
                sharing, shared, task, wide, optimiser, wideOptimiser, first, second, seed, third, fourth);
    }

    /** Of each network that learns: this one, or all that an automatic sharing chooses among, in its order. */
    public List<ModelSettings> candidates() {
        if (!(sharing instanceof Auto auto)) {
            return List.of(this);
        }
        List<ModelSettings> candidates = new ArrayList<>();
        for (Sharing candidate : auto.candidates()) {
            boolean isTwin = candidate instanceof Sharing.Independent && !candidates.isEmpty();
            candidates.add(new ModelSettings(
                    candidate,
                    isTwin ? narrow(shared) : shared,
                    isTwin ? narrow(task) : task,
                    wide,
                    optimiser,
                    wideOptimiser,
                    candidates.isEmpty() ? balance : new Fixed(),
                    newcomers,
                    seed,
                    regularisation,
                    life));
        }
        return candidates;
    }

    /** Of a twin: cheap, since there is one for each task. */
    private static List<Integer> narrow(List<Integer> widths) {
        return widths.stream()
                .map(width -> Math.min(width, Math.max(NARROWEST, width / TWIN)))
                .toList();
    }

    /** Whether there are no layers, so that the model is a linear one per task. */
    public boolean isLinear() {
        return shared.isEmpty() && task.isEmpty();
    }

    /** How the network of these tasks is laid out, whose inputs are so wide and nothing encoded. */
    public Plan plan(int inputs, List<Task> tasks) {
        return plan(inputs, List.of(), tasks);
    }

    /** The same with encoded sequences beside these inputs. */
    public Plan plan(int inputs, List<Encoded> encoded, List<Task> tasks) {
        List<Integer> outputs = tasks.stream().map(one -> one.loss().outputs()).toList();
        List<String> names = tasks.stream().map(Task::name).toList();
        List<List<After>> after = tasks.stream().map(Task::after).toList();
        return Plan.of(sharing, new Plan.Extent(inputs, encoded, names, outputs, shared, task, after), newcomers);
    }

    /** Whether any layer serves two of these tasks, so that they have gradients to compare. */
    public boolean sharesLayers(List<Task> tasks) {
        if (isLinear()) {
            return false;
        }
        Plan plan = plan(1, tasks);
        boolean[][] users = plan.users();
        return plan.blocks().stream().anyMatch(block -> Users.several(Blocks.users(plan, users, block)));
    }

    /** Whether the first layers of all these tasks' heads read the same numbers, so that their rows mean the same. */
    public boolean headsReadTheSame(List<Task> tasks) {
        return everyPlan(
                tasks,
                plan -> plan.only(Part.Dense.class).stream()
                                .filter(dense -> dense.weights().role().equals("head")
                                        && dense.weights().depth() == 0)
                                .map(Part.Dense::from)
                                .distinct()
                                .count()
                        == 1);
    }

    /** Whether each of these tasks has embeddings of its own. */
    public boolean tasksHaveEmbeddings(List<Task> tasks) {
        return everyPlan(tasks, plan -> plan.owners().stream().allMatch(owner -> owner >= 0));
    }

    private boolean everyPlan(List<Task> tasks, Predicate<Plan> holds) {
        return candidates().stream().allMatch(one -> holds.test(one.plan(1, tasks)));
    }

    private static void requireWidths(String key, List<Integer> widths) {
        widths.forEach(width -> Require.that(
                width >= 1 && width <= 4_096, "model.layers.%s must be widths from 1 to 4096, got %s", key, widths));
    }
}

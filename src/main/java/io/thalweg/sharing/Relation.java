package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Heads of tasks that are related: a trunk for all, as with hard sharing, and linear heads that learn from one another.
 * A head that is like another one and one that is its opposite can both be of use to it.
 *
 * <p>Only weights that read the same can be compared, so all heads read the trunk and there are no task layers. Heads
 * begin at 0, so that what relates them is what they have learned. Tasks with several scores, as those of classes have,
 * and tasks whose heads read other heads, too, have heads of their own that are related to nobody's: their weights are
 * not to be compared with others'.
 */
public record Relation(By by) implements Sharing {
    /** What relates the heads. */
    public sealed interface By {}

    /**
     * A covariance of the tasks, learned beside them (MTRL: Zhang and Yeung 2010, section 2.3): with the heads' weights
     * in the columns of W, biases left out, {@code strength/2 tr(W Omega^-1 W')} is added to the loss, of which each
     * task pays its column when it is present. Every so many steps
     *
     * <pre>
     * M = (1 - share) M + share (W'W + epsilon I)        Omega = M^(1/2) / tr(M^(1/2))
     * </pre>
     *
     * The share is 1 at first and goes down to 1/10, so that M is a mean; epsilon is 1/100 of the mean of the diagonal.
     * To a task that has not learned enough yet Omega says nothing: it has the mean of the others' variances and no
     * covariance; without any that has, Omega is I/T.
     *
     * @param strength how strongly it draws; Omega's trace being 1, T times as strongly with unrelated tasks
     * @param every steps from one Omega to the next
     * @param warmUp steps of a task that are enough
     */
    public record Covariance(double strength, int every, int warmUp) implements By {
        public Covariance {
            Require.that(strength >= 0 && strength <= 100, "strength must be from 0 to 100, got %s", strength);
            Require.that(every >= 1 && every <= 100_000, "every must be from 1 to 10^5 steps, got %d", every);
            Require.that(warmUp >= 1 && warmUp <= 1_000_000, "warm-up must be from 1 to 10^6 steps, got %d", warmUp);
        }
    }

    /**
     * A fixed relation of each task to every other (the multi-task perceptron: Cavallanti, Cesa-Bianchi and Gentile
     * 2010, section 3): what moves one head moves the others, too, by b/(b + T) of it:
     *
     * <pre>
     * W = Phi A^-1        A = (1 + b) I - (b/T) 11'        phi_t -= rate dL_t/dw_t
     * </pre>
     *
     * Phi is what is learned, biases included: phi_t moves by its task's own loss alone, which moves all of W as in the
     * paper, {@code W -= rate (dL_t/dw_t) e_t' A^-1}. So phi_t stands still while its task is absent.
     *
     * @param coupling b; with 0 heads have nothing to do with each other
     */
    public record Perceptron(double coupling) implements By {
        public Perceptron {
            Require.that(coupling >= 0 && coupling <= 1_000, "coupling must be from 0 to 1000, got %s", coupling);
        }
    }

    @Override
    public void requireTaskLayers(List<Integer> task) {
        Require.that(
                task.isEmpty(),
                "model.layers.task must be empty for model.sharing: relation, got %s: heads are compared by their weights,"
                        + " which only means something where they read the same; move these layers to"
                        + " model.layers.shared",
                task);
    }

    @Override
    public void requireOutputs(List<Integer> outputs) {
        Require.that(
                outputs.stream().filter(count -> count == 1).count() > 1,
                "model.sharing: relation relates tasks of one score each, of which there must be two at least; let these"
                        + " share by 'hard'");
    }

    @Override
    public void draw(Plan plan) {
        requireTaskLayers(plan.task());
        Signal trunk = plan.tower("trunk", Plan.SHARED, plan.input(Plan.SHARED), plan.shared());
        List<Integer> related = IntStream.range(0, plan.tasks())
                .filter(task -> plan.outputs().get(task) == 1 && !plan.readsHeads(task))
                .boxed()
                .toList();
        List<Block> heads = related.stream()
                .map(task -> plan.layer("head", task, 0, trunk, 1).zero())
                .toList();
        for (int task = 0; task < plan.tasks(); task++) {
            int place = related.indexOf(task);
            if (place < 0) {
                plan.head(task, trunk);
            } else if (by instanceof Perceptron perceptron) {
                plan.scored(task, trunk, plan.related(heads.get(place), heads, perceptron.coupling(), trunk));
            } else {
                plan.scored(task, trunk, plan.dense(heads.get(place), trunk, false));
            }
        }
        if (by instanceof Covariance covariance && !heads.isEmpty()) {
            plan.tie(tie(covariance, plan.names(), related, heads));
        }
    }

    private static Tie tie(Covariance covariance, List<String> names, List<Integer> related, List<Block> heads) {
        List<Block> rows = new ArrayList<>();
        for (int place = 0; place < related.size(); place++) {
            int own = place;
            String role = "covariance of " + names.get(related.get(place));
            List<Double> unit = IntStream.range(0, related.size())
                    .mapToObj(other -> other == own ? 1.0 : 0.0)
                    .toList();
            rows.add(new Block(role, Plan.SHARED, 0, 1, related, unit, 0));
        }
        List<Block> steps = heads.stream().map(head -> head.keptNumber("steps")).toList();
        Block clock = heads.get(0).shared().keptNumber("clock");
        return new Tie.Covariance(heads, rows, steps, clock, covariance);
    }
}

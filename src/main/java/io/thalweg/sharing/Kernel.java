package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Signal;
import java.util.List;

/**
 * The multi-task kernel machine (Evgeniou and Pontil 2004, section 2.2) over random Fourier features (Rahimi and Recht
 * 2007): with loss {@code hinge} the multi-task support vector machine, though any loss will do.
 *
 * <pre>
 * K((x, s), (z, t)) = (1/mu + [s = t]) k(x, z)        k(x, z) = exp(-|x - z|^2 / (2 bandwidth^2))
 * phi(x) = sqrt(2/D) cos(Omega x + b)                 phi(x)'phi(z) is about k(x, z)
 * score_t = (w_0/sqrt(mu) + v_t)' phi(x) + bias
 * </pre>
 *
 * w_0 is everybody's, v_t the task's own, which stands still while the task is absent; both begin at 0. Omega is normal
 * with deviation 1/bandwidth and b uniform: a function of the seed and of the names of the inputs, so they are never
 * stored, and stay the same for what stays when features come and go.
 *
 * <p>The last of the shared layers is phi, and its width is D. With a single shared layer phi reads the input: the
 * embeddings, which learn through it by its true slope, so that the kernel is one of what they have become, and the
 * numbers, which should be standardised since one bandwidth is for all of them. With more, phi reads the layers before
 * it. Task layers there are none. Tasks with several scores, and those that read other tasks' heads, too, have weights
 * of their own alone.
 *
 * @param bandwidth distance, in the units of what phi reads, over which examples are alike
 * @param mu how much what tasks have of their own counts beside what they have in common: large is independent
 */
public record Kernel(double bandwidth, double mu) implements Sharing {
    public Kernel {
        Require.that(bandwidth > 0 && bandwidth <= 1e6, "bandwidth must be in (0, 10^6], got %s", bandwidth);
        Require.that(mu > 0 && mu <= 1e6, "mu must be in (0, 10^6], got %s", mu);
    }

    @Override
    public void requireTaskLayers(List<Integer> task) {
        Require.that(
                task.isEmpty(),
                "model.layers.task must be empty for model.sharing: kernel, got %s: scores are linear in the kernel's"
                        + " features; layers before them go to model.layers.shared, of which the last one is the"
                        + " kernel's",
                task);
    }

    @Override
    public void draw(Plan plan) {
        requireTaskLayers(plan.task());
        int last = plan.shared().size() - 1;
        Signal below = plan.tower(
                "trunk", Plan.SHARED, plan.input(Plan.SHARED), plan.shared().subList(0, last));
        Signal features = plan.fourier(below, plan.shared().get(last), bandwidth);
        Block common = plan.layer("kernel", Plan.SHARED, 0, features, 1).zero();
        for (int task = 0; task < plan.tasks(); task++) {
            int outputs = plan.outputs().get(task);
            Block own = plan.layer("head", task, 0, features, outputs).zero();
            if (plan.readsHeads(task)) {
                plan.head(task, features);
            } else if (outputs == 1) {
                plan.scored(task, features, plan.sum(common, 1 / Math.sqrt(mu), own, features));
            } else {
                plan.scored(task, features, plan.dense(own, features, false));
            }
        }
    }
}

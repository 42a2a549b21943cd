package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Signal;
import java.util.List;

/**
 * Each task chooses, layer by layer, between parameters that all have and parameters of its own:
 *
 * <pre>
 * theta_k' = a_k theta_s + (1 - a_k) theta_k        a_k = sigmoid(u_k)
 * x_k' = relu(theta_k' x_k)
 * </pre>
 *
 * with a learned number u for each task and layer, from 0 on, and {@code penalty a (1 - a)} added to the loss of k for
 * each of its gates. The often printed penalty a^2 drives every gate to 0; this one is least at both ends, so that a
 * gate in the end really chooses. Since a layer is linear in its parameters, its sums before the rectifier mix exactly
 * as they do.
 *
 * <p>{@code theta_s} moves by {@code sum over the tasks present of a_k dL/dtheta_k'}; theta_k and u_k are the task's
 * own and stand still when it is absent.
 *
 * @param penalty how much indecision costs
 */
public record Attention(double penalty) implements Sharing {
    public Attention {
        Require.that(penalty >= 0 && penalty <= 100, "penalty must be from 0 to 100, got %s", penalty);
    }

    @Override
    public void draw(Plan plan) {
        Signal input = plan.input(Plan.SHARED);
        for (int task = 0; task < plan.tasks(); task++) {
            Signal top = input;
            for (int depth = 0; depth < plan.shared().size(); depth++) {
                Block gate = new Block("attention", task, depth, 1, List.of(Plan.SHARED), List.of(0.0), 1);
                top = plan.chosen("trunk", gate, penalty, top, plan.shared().get(depth));
            }
            plan.head(task, top);
        }
    }
}

package io.thalweg.config;

import io.thalweg.balance.Balance;
import io.thalweg.balance.CaGrad;
import io.thalweg.balance.Dwa;
import io.thalweg.balance.Exponentiated;
import io.thalweg.balance.Famo;
import io.thalweg.balance.Fixed;
import io.thalweg.balance.GradNorm;
import io.thalweg.balance.Imtl;
import io.thalweg.balance.Mgda;
import io.thalweg.balance.Nash;
import io.thalweg.balance.PcGrad;
import io.thalweg.balance.Uncertainty;
import io.thalweg.batch.BatchSettings;
import io.thalweg.model.ModelSettings;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The {@code balance:} block, and with what else it makes sense.
 *
 * <p>Windows in steps, and rates for each step, are by default those that suit steps of 256 examples. For smaller steps
 * windows have as many steps more, and rates are as much lower, so that the same words look back on as many examples.
 */
final class BalanceSection {
    private static final int USUAL_WINDOW = 20;
    private static final double USUAL_STEP = 256; // examples
    private static final long MOST = 1_000_000_000; // labels to look back on
    private static final Map<String, List<String>> KINDS = kinds();

    private BalanceSection() {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("fixed", List.of());
        kinds.put("exponentiated", List.of("rate", "decay", "window"));
        kinds.put("uncertainty", List.of("rate", "bound"));
        kinds.put("gradnorm", List.of("asymmetry", "rate", "window"));
        kinds.put("dwa", List.of("temperature", "fast", "slow"));
        kinds.put("famo", List.of("rate", "decay", "window"));
        kinds.put("pcgrad", List.of("window"));
        kinds.put("cagrad", List.of("conflict", "window"));
        kinds.put("mgda", List.of("window"));
        kinds.put("imtl", List.of("window"));
        kinds.put("nash", List.of("window"));
        return kinds;
    }

    /** Every word for a balance. */
    static List<String> words() {
        return List.copyOf(KINDS.keySet());
    }

    static Balance read(Block root, int batchSize) {
        Value value = root.get("balance");
        Optional<Choice> choice = value == null ? Optional.empty() : Choice.of(value, KINDS);
        if (value == null || choice.isEmpty()) {
            return new Fixed();
        }
        double pace = Math.min(1, batchSize / USUAL_STEP);
        Balance made = value.make(maker(choice.get().type(), choice.get().settings(), pace));
        return made == null ? new Fixed() : made;
    }

    private static Supplier<Balance> maker(String type, Block settings, double pace) {
        return switch (type) {
            case "exponentiated" ->
                () -> new Exponentiated(
                        settings.number("rate", 0.02 * pace),
                        settings.number("decay", 0.01 * pace),
                        window(settings, pace));
            case "uncertainty" ->
                () -> new Uncertainty(settings.number("rate", 0.01 * pace), settings.number("bound", 3));
            case "gradnorm" ->
                () -> new GradNorm(
                        settings.number("asymmetry", 0.5),
                        settings.number("rate", 0.01 * pace),
                        settings.whole("window", 10_000, 1, MOST));
            case "dwa" ->
                () -> new Dwa(
                        settings.number("temperature", 2),
                        settings.whole("fast", 2_000, 1, MOST),
                        settings.whole("slow", 20_000, 1, MOST));
            case "famo" ->
                () -> new Famo(
                        settings.number("rate", pace),
                        settings.number("decay", 0.001),
                        settings.whole("window", 10_000, 1, MOST));
            case "pcgrad" -> () -> new PcGrad(window(settings, pace));
            case "cagrad" -> () -> new CaGrad(settings.number("conflict", 0.4), window(settings, pace));
            case "mgda" -> () -> new Mgda(window(settings, pace));
            case "imtl" -> () -> new Imtl(window(settings, pace));
            case "nash" -> () -> new Nash(window(settings, pace));
            default -> Fixed::new;
        };
    }

    private static int window(Block settings, double pace) {
        return (int) settings.whole("window", Math.round(USUAL_WINDOW / pace), 1, 1_000_000);
    }

    private static boolean isIndependent(ModelSettings model, List<Task> tasks) {
        return model.sharing() instanceof Sharing.Independent
                && tasks.stream().allMatch(task -> task.after().isEmpty());
    }

    /** Complains where the balance would have nothing to do. */
    static void requireSense(Block root, ModelSettings model, List<TasksSection.Entry> tasks, BatchSettings batch) {
        Value value = root.get("balance");
        if (value == null || model.balance() instanceof Fixed || tasks.isEmpty()) {
            return;
        }
        List<Task> all = tasks.stream().map(TasksSection.Entry::task).toList();
        long topics = tasks.stream().map(TasksSection.Entry::topic).distinct().count();
        String why = "";
        if (all.size() == 1) {
            why = "balances tasks, and there is only one; remove it";
        } else if (model.isLinear() || isIndependent(model, all)) {
            why = "balances what tasks share, and these share nothing (model.layers are empty, or model.sharing is"
                    + " independent); remove it, or let them share layers";
        } else if (model.balance().readsGradients() && !model.sharesLayers(all)) {
            why = "compares the tasks' gradients of the layers that they share, and no layer serves two tasks; give"
                    + " model.layers.shared a width, or take another model.sharing";
        } else if (batch.schedule() == BatchSettings.Schedule.EACH && topics == all.size()) {
            why = "balances the tasks of a step, but every task has a topic of its own and a step takes the events of"
                    + " one buffer, so it never sees two tasks; set batch.schedule to round";
        }
        if (!why.isEmpty()) {
            value.complain("%s", why);
        }
    }
}

package io.thalweg.learn;

import io.thalweg.balance.Balance;
import io.thalweg.balance.Balancer;
import io.thalweg.balance.Observation;
import io.thalweg.balance.TaskWeights;
import io.thalweg.batch.Batch;
import io.thalweg.batch.Pending;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.model.Candidates;
import io.thalweg.model.ModelSettings;
import io.thalweg.model.Network;
import io.thalweg.task.Task;
import io.thalweg.tensor.Draws;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tests on a batch, then trains on it: in that order, so that quality is measured on unseen examples. One owner thread.
 */
public final class Learner {
    private final List<Task> tasks;
    private final Candidates networks;
    private final Assignment assignment;
    private final Standardiser standardiser;
    private final int numerics;
    private final List<TaskProgress> progress;
    private final int[] first; // position of each task's first score
    private final int outputs;
    private final Products products;
    private final Calibrators calibrators;
    private final Balancer balancer;
    private final Draws draws;
    private long version;

    /**
     * @param largestBatch bounds the examples of one step
     * @param window labels over which the fading metrics fade
     */
    public Learner(FeatureMap map, ModelSettings settings, int largestBatch, long window) {
        tasks = map.tasks();
        networks = new Candidates(map, settings, largestBatch);
        assignment = new Assignment(tasks, settings.sharing());
        standardiser = new Standardiser(map);
        numerics = map.numerics().size();
        progress = tasks.stream().map(task -> new TaskProgress(task, window)).toList();
        first = networks.outputs().first();
        outputs = networks.outputs().count();
        products = new Products(tasks, first, outputs);
        calibrators = new Calibrators(tasks, first, outputs);
        balancer = new Balancer(settings.balance(), tasks.size());
        draws = Draws.of(settings.seed(), "balance");
    }

    /** Gradient steps taken. */
    public long version() {
        return version;
    }

    public Candidates networks() {
        return networks;
    }

    /** Test, then train. */
    public Step learn(Batch batch) {
        List<Example> examples = batch.examples().stream().map(Pending::example).toList();
        examples.forEach(standardiser::observe);
        float[][] factors = shifted(examples, assignment.everybody());
        float[][] scores = products.of(factors);
        BatchLabels labels = new BatchLabels(tasks, progress, examples, first, outputs);
        train(labels, factors[0], scores[0]);
        for (int rival = 1; rival < networks.count(); rival++) {
            boolean[] taught = assignment.taught(rival, labels.present());
            float[] slopes = slopes(labels, scores[rival], taught);
            networks.network(rival).learn(products.spread(factors[rival], slopes), taught);
        }
        float[] served = assignment.served(scores, first, outputs);
        List<Reassignment> asks = new ArrayList<>();
        for (int row = 0; row < examples.size(); row++) {
            observe(examples.get(row), scores, served, row * outputs, asks);
        }
        return new Step(batch, version++, predictions(served), asks);
    }

    /** Of the losses, and of what the present tasks pay besides. */
    private float[] slopes(BatchLabels labels, float[] scores, boolean[] present) {
        float[] slopes = labels.slopes(scores);
        calibrators.addSlopes(scores, slopes, present);
        return slopes;
    }

    /**
     * Moves the first network by the slopes of those that it serves, each task's as the balance has it.
     *
     * @param factors of {@code scores}
     */
    private void train(BatchLabels labels, float[] factors, float[] scores) {
        Balance balance = balancer.balance();
        Network network = networks.network(0);
        boolean[] present = assignment.taught(0, labels.present());
        float[] slopes = slopes(labels, scores, present);
        Observation step = new Observation(
                version,
                draws,
                assignment.taught(0, labels.balanced()),
                labels.counts(),
                balance.readsLosses() ? labels.losses(scores) : new double[0],
                balance.readsLosses() ? labels.losses(products.of(shift(new float[scores.length]))) : new double[0],
                new double[0][]);
        if (balance.readsGradients() && step.isOfSeveral()) {
            network.learn(
                    slopes, present, gram -> balancer.weigh(step.with(gram)), some -> products.spread(factors, some));
        } else {
            TaskWeights weights = balancer.weigh(step);
            network.scale(slopes, weights.own());
            network.learn(products.spread(factors, slopes), present);
        }
        if (balance.looksAgain() && step.isOfSeveral()) {
            balancer.lookAgain(step, labels.losses(products.of(shifted(labels.examples(), assignment.everybody()))[0]));
        }
    }

    /** Predictions of one example, {@code [outputs]} in the learned unit; changes nothing. */
    public float[] score(Example example) {
        float[][] factors = shifted(List.of(example), assignment.serving());
        return predictions(assignment.served(products.of(factors), first, outputs));
    }

    /** What each network that is wanted says, from what is usual on; of products their own factor. */
    private float[][] shifted(List<Example> examples, boolean[] wanted) {
        float[] inputs = new float[examples.size() * numerics];
        for (int row = 0; row < examples.size(); row++) {
            standardiser.apply(examples.get(row), inputs, row * numerics);
        }
        float[][] scores = networks.score(examples, inputs, wanted);
        for (float[] of : scores) {
            shift(of);
        }
        return scores;
    }

    /** From raw scores to the losses', but for products, in place. */
    private float[] shift(float[] scores) {
        for (int at = 0; at < scores.length; at += outputs) {
            for (int task = 0; task < first.length; task++) {
                progress.get(task).prior().shift(scores, scores, at + first[task]);
            }
        }
        products.shift(scores, progress);
        return scores;
    }

    private void observe(Example example, float[][] scores, float[] served, int at, List<Reassignment> asks) {
        for (int i = 0; i < example.tasks().length; i++) {
            if (!Float.isNaN(example.labels()[i])) {
                int task = example.tasks()[i];
                float label = tasks.get(task).transform().apply(example.labels()[i]);
                assignment.compare(task, scores, at + first[task], label, asks);
                progress.get(task).observe(served, at + first[task], label);
            }
        }
    }

    private float[] predictions(float[] scores) {
        float[] predictions = new float[scores.length];
        for (int at = 0; at < scores.length; at += outputs) {
            for (int task = 0; task < first.length; task++) {
                tasks.get(task).loss().predict(scores, at + first[task], predictions, at + first[task]);
            }
        }
        return predictions;
    }

    /** Quality of each task up to now. */
    public List<TaskMetrics> metrics(long offset, long eventTime, long lagMillis) {
        return IntStream.range(0, progress.size())
                .mapToObj(task -> progress.get(task).metrics(offset, version, eventTime, lagMillis, standing(task)))
                .toList();
    }

    private Standing standing(int task) {
        Map<String, Double> cosines = new LinkedHashMap<>();
        for (int other = 0; other < tasks.size(); other++) {
            double cosine = balancer.cosine(task, other);
            if (other != task && !Double.isNaN(cosine)) {
                cosines.put(tasks.get(other).name(), cosine);
            }
        }
        return new Standing(balancer.weight(task), cosines);
    }

    /**
     * Takes over, bit for bit, what is left of an older learner; what is new stays as it begins.
     *
     * @param old may go on; is only read
     * @param origins from the old learner's feature map to this one's
     */
    public void inherit(Learner old, Origins origins) {
        version = old.version;
        networks.inherit(old.networks, origins);
        assignment.inherit(old.assignment, origins.tasks());
        standardiser.inherit(old.standardiser, origins.numbers());
        for (int task = 0; task < progress.size(); task++) {
            int origin = origins.tasks()[task];
            if (origin >= 0) {
                Remembered.copy(old.progress.get(origin), progress.get(task));
            }
        }
        balancer.inherit(old.balancer, origins.tasks());
    }

    /** Why a task cannot be served by another network, or an empty text. */
    public String complaint(Reassignment move) {
        return assignment.complaint(move);
    }

    /** Has a task served by another network from the next score on; to be called when there is no complaint. */
    public void obey(Reassignment move) {
        assignment.obey(move);
    }

    /** How much each task has learned to take from whom, and which network serves it if there are several. */
    public Map<String, Map<String, Double>> shares() {
        Map<String, Map<String, Double>> shares = assignment.shares();
        shares.putAll(networks.shares());
        return shares;
    }

    /** Writes everything but the networks' regions. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(version);
        standardiser.write(out);
        for (TaskProgress one : progress) {
            one.write(out);
        }
        balancer.write(out);
        assignment.write(out);
    }

    /** Takes back what {@link #write} wrote, after the regions were restored. */
    public void read(DataInput in) throws IOException {
        version = in.readLong();
        standardiser.read(in);
        for (TaskProgress one : progress) {
            one.read(in);
        }
        balancer.read(in);
        assignment.read(in);
        networks.restored();
    }
}

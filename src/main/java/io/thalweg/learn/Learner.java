package io.thalweg.learn;

import io.thalweg.balance.Balancer;
import io.thalweg.balance.Observation;
import io.thalweg.balance.TaskWeights;
import io.thalweg.batch.Batch;
import io.thalweg.batch.Pending;
import io.thalweg.drift.DriftSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.model.Candidates;
import io.thalweg.model.Ladder;
import io.thalweg.model.ModelSettings;
import io.thalweg.model.Network;
import io.thalweg.task.Task;
import io.thalweg.tensor.Draws;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final List<TaskProgress> progress;
    private final int[] first; // position of each task's first score
    private final int outputs;
    private final Products products;
    private final Scoring scoring;
    private final Calibrators calibrators;
    private final Likeness likeness;
    private final Balancer balancer;
    private final Draws draws;
    private final Divergence divergence = new Divergence();
    private final DriftWatch drift;
    private long version;

    /**
     * @param ladder for how many examples a step is
     * @param window labels over which the fading metrics fade
     */
    public Learner(FeatureMap map, ModelSettings settings, DriftSettings watched, Ladder ladder, long window) {
        tasks = map.tasks();
        networks = new Candidates(map, settings, ladder);
        assignment = new Assignment(tasks, settings.sharing());
        standardiser = new Standardiser(map);
        progress = tasks.stream().map(task -> new TaskProgress(task, window)).toList();
        first = networks.outputs().first();
        outputs = networks.outputs().count();
        products = new Products(tasks, first, outputs);
        scoring = new Scoring(networks, standardiser, products, progress);
        calibrators = new Calibrators(tasks, first, outputs);
        likeness = new Likeness(tasks, first, settings.newcomers());
        balancer = new Balancer(settings.balance(), tasks.size());
        draws = Draws.of(settings.seed(), "balance");
        drift = new DriftWatch(map, watched);
    }

    /** Whoever only reads it, as long as it stands still, at this offset of the train log. */
    public Reader reader(long offset) {
        networks.at(offset);
        return new Reader(networks.reader(), assignment, standardiser, progress, products, scoring);
    }

    /** Gradient steps taken. */
    public long version() {
        return version;
    }

    public Candidates networks() {
        return networks;
    }

    /**
     * Tests, then trains; or does neither, and is as it was, if some of the examples would spoil a network that serves
     * somebody: if scores, slopes or gradients were not finite or beyond all bounds. Of a network that serves nobody
     * yet, only its own step is left out then.
     */
    public Lesson learn(Batch batch) {
        List<Example> examples = batch.examples().stream().map(Pending::example).toList();
        networks.at(batch.lastOffset());
        standardiser.mark();
        balancer.mark();
        examples.forEach(standardiser::observe);
        float[][] factors = scoring.raw(examples, assignment.everybody());
        float[] raw = likeness.isWaiting() ? factors[0].clone() : factors[0];
        scoring.shift(factors);
        float[][] scores = products.of(factors);
        float[] served = assignment.served(scores, first, outputs);
        BatchLabels labels = new BatchLabels(tasks, progress, examples, first, outputs);
        float[][] slopes = slopes(labels, scores);
        boolean[] wild = labels.wild(served, assignment.served(slopes, first, outputs));
        boolean isSound = !isAny(wild);
        if (!isSound || !train(labels, scores[0], factors, slopes)) {
            if (isSound) {
                wild = spoilers(labels);
            }
            standardiser.rewind();
            balancer.rewind();
            return refuse(batch, wild);
        }
        List<Integer> ready = new ArrayList<>();
        for (int row = 0; row < examples.size(); row++) {
            ready.addAll(compare(examples.get(row), raw, row * outputs));
            observe(batch.examples().get(row), scores, served, row * outputs);
        }
        ready.forEach(this::begin);
        divergence.learned();
        float[] predictions = scoring.predictions(served);
        return new Lesson.Learned(
                new Step(batch, version++, predictions, assignment.asks(), drift.alarms(), drift.asks()));
    }

    /** Tasks that have waited for this example's label, and no longer do. */
    private List<Integer> compare(Example example, float[] raw, int at) {
        List<Integer> ready = new ArrayList<>();
        if (likeness.isWaiting()) {
            example.visitLabels((task, label) -> {
                float learned = tasks.get(task).transform().apply(label);
                if (likeness.compare(task, raw, at, learned, progress.get(task).prior())) {
                    ready.add(task);
                }
            });
        }
        return ready;
    }

    private void begin(int task) {
        int like = likeness.nearest(task);
        for (int candidate = 0; candidate < networks.count() && like >= 0; candidate++) {
            networks.network(candidate).begin(task, like);
        }
    }

    /** Of the present tasks those that a network learns from. */
    private boolean[] taught(int candidate, BatchLabels labels) {
        return likeness.taught(assignment.taught(candidate, labels.present()));
    }

    private static boolean isAny(boolean[] rows) {
        boolean any = false;
        for (boolean row : rows) {
            any |= row;
        }
        return any;
    }

    /** Which rows ask too much by themselves; all, if it is only together that they do. */
    private boolean[] spoilers(BatchLabels labels) {
        List<Example> examples = labels.examples();
        boolean[] serving = assignment.serving();
        boolean[] wild = new boolean[examples.size()];
        for (int row = 0; row < wild.length; row++) {
            List<Example> alone = List.of(examples.get(row));
            BatchLabels own = new BatchLabels(tasks, progress, alone, first, outputs);
            float[][] factors = scoring.shifted(alone, assignment.everybody());
            float[][] slopes = slopes(own, products.of(factors));
            for (int candidate = 0; candidate < slopes.length; candidate++) {
                boolean[] taught = taught(candidate, own);
                wild[row] |= serving[candidate] && !descend(candidate, factors, slopes, taught);
            }
        }
        if (!isAny(wild)) {
            Arrays.fill(wild, true);
        }
        return wild;
    }

    private Lesson refuse(Batch batch, boolean[] rows) {
        List<Pending> refused = IntStream.range(0, rows.length)
                .filter(row -> rows[row])
                .mapToObj(batch.examples()::get)
                .toList();
        divergence.refused(refused.size(), rows.length);
        refused.forEach(pending -> pending.example()
                .visitLabels((task, label) -> progress.get(task).refuse()));
        return new Lesson.Spoiled(refused);
    }

    /** Whether the model as a whole cannot learn any more; see {@link Divergence}. */
    public boolean isDiverged() {
        return divergence.isThere();
    }

    /** What was wrong with the last batch or request that was refused, and what to do. */
    public String complaint() {
        return divergence.complaint();
    }

    /**
     * Moves the networks by the slopes; false, and nothing has moved, if that would spoil one that serves somebody.
     *
     * @param scores of the first network
     */
    private boolean train(BatchLabels labels, float[] scores, float[][] factors, float[][] slopes) {
        boolean[] serving = assignment.serving();
        boolean[] ready = new boolean[networks.count()];
        Observation step = observation(labels, scores);
        for (int candidate = 0; candidate < ready.length; candidate++) {
            boolean[] taught = taught(candidate, labels);
            ready[candidate] = candidate == 0
                    ? descend(step, factors[0], slopes[0], taught)
                    : descend(candidate, factors, slopes, taught);
            if (serving[candidate] && !ready[candidate]) {
                return false;
            }
        }
        for (int candidate = 0; candidate < ready.length; candidate++) {
            if (ready[candidate]) {
                boolean[] taught = taught(candidate, labels);
                networks.network(candidate).step(taught, drift.pace());
                networks.network(candidate).rehearse(taught, raw -> rehearsed(labels, raw));
            }
        }
        if (ready[0] && balancer.balance().looksAgain() && step.isOfSeveral()) {
            balancer.lookAgain(
                    step, labels.losses(products.of(scoring.shifted(labels.examples(), assignment.everybody()))[0]));
        }
        return true;
    }

    /** Slopes of raw scores that newcomers would have. */
    private float[] rehearsed(BatchLabels labels, float[] raw) {
        scoring.shift(raw);
        return products.spread(raw, labels.slopes(products.of(raw)));
    }

    /** What the balance sees of the first network. */
    private Observation observation(BatchLabels labels, float[] scores) {
        boolean readsLosses = balancer.balance().readsLosses();
        return new Observation(
                version,
                draws,
                likeness.taught(assignment.taught(0, labels.balanced())),
                labels.counts(),
                readsLosses ? labels.losses(scores) : new double[0],
                readsLosses ? labels.losses(usual(scores.length)) : new double[0],
                new double[0][]);
    }

    /** The scores of a network that says nothing. */
    private float[] usual(int length) {
        float[] scores = new float[length];
        scoring.shift(scores);
        return products.of(scores);
    }

    /** The first network's gradient, each task's slopes or gradient as the balance has it; whether it is in bounds. */
    private boolean descend(Observation step, float[] factors, float[] slopes, boolean[] present) {
        Network network = networks.network(0);
        if (balancer.balance().readsGradients() && step.isOfSeveral()) {
            return network.descend(
                    slopes, present, gram -> balancer.weigh(step.with(gram)), some -> products.spread(factors, some));
        }
        TaskWeights weights = balancer.weigh(step);
        network.scale(slopes, weights.own());
        return network.descend(products.spread(factors, slopes), present);
    }

    private boolean descend(int candidate, float[][] factors, float[][] slopes, boolean[] present) {
        return networks.network(candidate).descend(products.spread(factors[candidate], slopes[candidate]), present);
    }

    /** Of each network: of the losses, and of what the present tasks pay besides. */
    private float[][] slopes(BatchLabels labels, float[][] scores) {
        float[][] slopes = new float[scores.length][];
        for (int candidate = 0; candidate < slopes.length; candidate++) {
            slopes[candidate] = labels.slopes(scores[candidate]);
            calibrators.addSlopes(scores[candidate], slopes[candidate], taught(candidate, labels));
        }
        return slopes;
    }

    /** Predictions of one example at its offset, {@code [outputs]} in the learned unit; changes nothing. */
    public float[] score(Example example, long offset) {
        networks.at(offset);
        float[][] factors = scoring.shifted(List.of(example), assignment.serving());
        return scoring.predictions(assignment.served(products.of(factors), first, outputs));
    }

    private void observe(Pending pending, float[][] scores, float[] served, int at) {
        drift.observe(pending.example(), pending.offset());
        pending.example().visitLabels((task, label) -> {
            float learned = tasks.get(task).transform().apply(label);
            double scale = progress.get(task).prior().lossScale();
            assignment.compare(task, scores, at + first[task], learned, scale, version);
            Judged judged = progress.get(task).observe(served, at + first[task], learned);
            drift.observe(task, judged, scale, pending.offset(), version);
        });
    }

    /** Quality of each task up to now. */
    public List<TaskMetrics> metrics(long offset, long eventTime, long lagMillis) {
        return IntStream.range(0, progress.size())
                .mapToObj(task -> progress.get(task)
                        .metrics(offset, version, eventTime, lagMillis, standing(task))
                        .with(drift.status(task)))
                .toList();
    }

    private Standing standing(int task) {
        Map<String, Double> cosines = balancer.cosines(task, tasks);
        Network network = networks.network(assignment.serving(task));
        return new Standing(balancer.weight(task), cosines, network.gates(task), isDiverged());
    }

    /**
     * Takes over, bit for bit, what is left of an older learner; what is new stays as it begins.
     *
     * @param old may go on; is only read
     * @param origins from the old learner's feature map to this one's
     */
    public void inherit(Learner old, Origins origins) {
        version = old.version;
        Remembered.copy(old.divergence, divergence);
        networks.inherit(old.networks, origins);
        assignment.inherit(old.assignment, origins.tasks());
        likeness.inherit(old.likeness, origins.tasks());
        standardiser.inherit(old.standardiser, origins.numbers());
        for (int task = 0; task < progress.size(); task++) {
            int origin = origins.tasks()[task];
            if (origin >= 0) {
                Remembered.copy(old.progress.get(origin), progress.get(task));
            }
        }
        balancer.inherit(old.balancer, origins.tasks());
        drift.inherit(old.drift, origins.tasks());
    }

    /** Why a task cannot be served by another network, or an empty text. */
    public String complaint(Reassignment move) {
        return assignment.complaint(move);
    }

    /** Has a task served by another network from the next score on; to be called when there is no complaint. */
    public void obey(Reassignment move) {
        assignment.obey(move);
    }

    /** Why nothing is done about a task, or an empty text. */
    public String complaint(Countermeasure told) {
        return drift.complaint(told);
    }

    /** Does it from the next step on; to be called when there is no complaint. */
    public void obey(Countermeasure told) {
        drift.obey(told, networks);
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
        divergence.write(out);
        networks.write(out);
        standardiser.write(out);
        for (TaskProgress one : progress) {
            one.write(out);
        }
        balancer.write(out);
        assignment.write(out);
        likeness.write(out);
        drift.write(out);
    }

    /** Takes back what {@link #write} wrote, after the regions were restored. */
    public void read(DataInput in) throws IOException {
        version = in.readLong();
        divergence.read(in);
        networks.read(in);
        standardiser.read(in);
        for (TaskProgress one : progress) {
            one.read(in);
        }
        balancer.read(in);
        assignment.read(in);
        likeness.read(in);
        drift.read(in);
        networks.restored();
    }
}

package io.thalweg.app.bench;

import java.util.ArrayList;
import java.util.List;

/** What one contestant's runs came to. */
final class Runs {
    private final List<Outcome> outcomes = new ArrayList<>();

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    List<Outcome> all() {
        return List.copyOf(outcomes);
    }

    /** Median events a second. */
    double rate() {
        return median(outcomes.stream().map(Outcome::rate).toList());
    }

    /** The run nearest to the median, which speaks for all where figures cannot be averaged. */
    Outcome typical() {
        double rate = rate();
        Outcome typical = outcomes.get(0);
        for (Outcome outcome : outcomes) {
            if (Math.abs(outcome.rate() - rate) < Math.abs(typical.rate() - rate)) {
                typical = outcome;
            }
        }
        return typical;
    }

    /** Median of the ratios of runs of the same round, so that a slow minute of the machine counts for both. */
    double ratioTo(Runs floor) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            ratios.add(outcomes.get(i).rate() / floor.outcomes.get(i).rate());
        }
        return median(ratios);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}

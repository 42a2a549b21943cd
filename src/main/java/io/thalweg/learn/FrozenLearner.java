package io.thalweg.learn;

import io.thalweg.loss.Shift;
import io.thalweg.model.FrozenNetwork;
import java.util.List;

/**
 * A learner that stands still, taken apart: all that its predictions are made of, for whoever makes them elsewhere.
 *
 * @param networks that serve any task
 * @param serving for each task which of them
 * @param numbers how the networks see an example's numbers
 * @param shifts for each task what becomes of its raw scores
 * @param excess for each task what is added to its one score then, where it is a product
 * @param factors for each task those whose chances its own is the product of; itself where it is no product
 */
public record FrozenLearner(
        List<FrozenNetwork> networks,
        List<Integer> serving,
        List<NumberScale> numbers,
        List<List<Shift>> shifts,
        double[] excess,
        List<List<Integer>> factors) {
    public FrozenLearner {
        networks = List.copyOf(networks);
        serving = List.copyOf(serving);
        numbers = List.copyOf(numbers);
        shifts = List.copyOf(shifts);
        factors = List.copyOf(factors);
    }
}

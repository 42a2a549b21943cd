package io.thalweg.scenario;

import io.thalweg.lane.LaneSettings;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** One model of each way of sharing, balance and optimiser, with a logistic loss, and of each loss. */
public final class Combinations {
    private Combinations() {}

    /** @param settings of a lane whose tasks all have the loss */
    public static Stream<LaneSettings> all(BiFunction<ModelSettings, Loss, LaneSettings> settings) {
        var adaGrad = Worlds.adaGrad();
        Stream<ModelSettings> sharings = Sharings.all().stream()
                .map(sharing -> new ModelSettings(
                        sharing, Sharings.layers(sharing), Sharings.taskLayers(sharing, 4), true, adaGrad, adaGrad, 7));
        Stream<ModelSettings> balances = Balances.all().stream().map(Worlds.hard(adaGrad)::with);
        Stream<ModelSettings> optimisers = Stream.of(
                        new Optimiser.Adam(0.01, 0.9, 0.99, 1e-8),
                        new Optimiser.FtrlProximal(0.1, 1, 0.001, 0.01),
                        new Optimiser.Sgd(0.05))
                .map(Worlds::hard);
        return Stream.concat(
                Stream.of(sharings, balances, optimisers)
                        .flatMap(models -> models)
                        .map(model -> settings.apply(model, new Logistic())),
                Losses.all().map(loss -> settings.apply(Worlds.hard(adaGrad), loss)));
    }
}

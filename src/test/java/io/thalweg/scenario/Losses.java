package io.thalweg.scenario;

import io.thalweg.loss.Focal;
import io.thalweg.loss.Hinge;
import io.thalweg.loss.Huber;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Poisson;
import io.thalweg.loss.Quantile;
import io.thalweg.loss.Softmax;
import io.thalweg.loss.Squared;
import io.thalweg.loss.ZeroInflatedLogNormal;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Every loss there is, and labels that it can learn from. {@code LossContractTest} finds out when one is missing. */
public final class Losses {
    private Losses() {}

    public static Stream<Loss> all() {
        return Stream.of(
                new Logistic(),
                new Softmax(2),
                new Softmax(5),
                new Focal(0),
                new Focal(0.5),
                new Focal(2),
                new Hinge(),
                new Squared(),
                new Huber(1.5),
                new Quantile(0.5),
                new Quantile(0.9),
                new Poisson(),
                new ZeroInflatedLogNormal());
    }

    /** Classes more or less often; amounts half the time 0, and fractions among them; values of either sign. */
    public static float label(Loss loss, SplittableRandom random) {
        return switch (loss.meaning()) {
            case PROBABILITY, MARGIN -> random.nextInt(3) == 0 ? random.nextInt(classes(loss)) : 0;
            case VALUE, QUANTILE -> (float) random.nextDouble(-5, 5);
            case EXPECTATION -> random.nextBoolean() ? 0 : (float) StrictMath.exp(random.nextDouble(-1, 4));
        };
    }

    /** 0 for a value. */
    public static int classes(Loss loss) {
        return loss.isClassification() ? Math.max(2, loss.outputs()) : 0;
    }
}

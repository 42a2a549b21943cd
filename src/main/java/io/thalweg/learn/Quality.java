package io.thalweg.learn;

import java.util.LinkedHashMap;
import java.util.Map;

/** How good predictions were that were made before their labels were learned from, weighted by nothing but age. */
public sealed interface Quality {
    /** Labels looked at; in a fading window, their faded count. */
    double count();

    /**
     * Mean of what the task is judged by ({@link io.thalweg.loss.Loss#judge}): by this, any task can be told from a
     * worse one.
     */
    double loss();

    /** The same of what was usual (running rates, mean, quantile), said before each label as well. */
    double baselineLoss();

    /** The figure to look at first. */
    Figure main();

    /** All that there is besides the count, by the names that other programs read; none that does not exist. */
    Map<String, Double> figures();

    /**
     * A figure that is good when it is low.
     *
     * @param baseline the same of what was usual
     */
    record Figure(String name, double value, double baseline) {}

    /**
     * For classes. All NaN before the first label; what needs labels of more than one class, before there are any; what
     * is of probabilities, where the task speaks of none.
     *
     * @param logloss mean loss in nats
     * @param normalisedEntropy logloss over the entropy of the classes' own rates (He et al. 2014); below 1 is useful
     * @param auc chance that a positive scores above a negative, ties half; NaN for more than two classes
     * @param calibration sum of predicted over sum of true positives; NaN for more than two classes
     * @param baselineLogloss logloss of the running class rates, predicted before each label as well
     */
    record OfClasses(
            double count,
            double loss,
            double baselineLoss,
            double logloss,
            double normalisedEntropy,
            double auc,
            double calibration,
            double baselineLogloss)
            implements Quality {
        /** Of what only tells classes apart. */
        static OfClasses byMargin(double count, double loss, double baselineLoss, double auc) {
            return new OfClasses(count, loss, baselineLoss, Double.NaN, Double.NaN, auc, Double.NaN, Double.NaN);
        }

        @Override
        public Figure main() {
            return Double.isNaN(logloss) && !Double.isNaN(loss)
                    ? new Figure("loss", loss, baselineLoss)
                    : new Figure("logloss", logloss, baselineLogloss);
        }

        @Override
        public Map<String, Double> figures() {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("loss", loss);
            figures.put("baselineLoss", baselineLoss);
            figures.put("logloss", logloss);
            figures.put("auc", auc);
            figures.put("normalisedEntropy", normalisedEntropy);
            figures.put("calibration", calibration);
            figures.put("baselineLogloss", baselineLogloss);
            figures.values().removeIf(figure -> !Double.isFinite(figure));
            return figures;
        }
    }

    /**
     * For values, in the learned unit. NaN where a figure does not apply: a quantile has no RMSE and no MAE, anything
     * else no coverage, and only amounts from 0 up a calibration.
     *
     * @param correlation Pearson's, of prediction and label
     * @param calibration sum of predicted over sum of true amounts
     * @param coverage share of the labels that were not above their predicted quantile
     * @param baselineRmse of the running mean, predicted before each label as well
     */
    record OfValues(
            double count,
            double loss,
            double baselineLoss,
            double rmse,
            double mae,
            double correlation,
            double calibration,
            double coverage,
            double baselineRmse)
            implements Quality {
        @Override
        public Figure main() {
            return Double.isNaN(rmse) && !Double.isNaN(loss)
                    ? new Figure("loss", loss, baselineLoss)
                    : new Figure("RMSE", rmse, baselineRmse);
        }

        @Override
        public Map<String, Double> figures() {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("loss", loss);
            figures.put("baselineLoss", baselineLoss);
            figures.put("rmse", rmse);
            figures.put("mae", mae);
            figures.put("correlation", correlation);
            figures.put("calibration", calibration);
            figures.put("coverage", coverage);
            figures.put("baselineRmse", baselineRmse);
            figures.values().removeIf(figure -> !Double.isFinite(figure));
            return figures;
        }
    }
}

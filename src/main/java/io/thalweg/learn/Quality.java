package io.thalweg.learn;

/** How good predictions were that were made before their labels were learned from, weighted by nothing but age. */
public sealed interface Quality {
    /** Labels looked at; in a fading window, their faded count. */
    double count();

    /**
     * For classes. All NaN before the first label; what needs labels of more than one class, before there are any.
     *
     * @param logloss mean loss in nats
     * @param normalisedEntropy logloss over the entropy of the classes' own rates (He et al. 2014); below 1 is useful
     * @param auc chance that a positive scores above a negative, ties half; NaN for more than two classes
     * @param calibration sum of predicted over sum of true positives; NaN for more than two classes
     * @param baselineLogloss logloss of the running class rates, predicted before each label as well
     */
    record OfClasses(
            double count,
            double logloss,
            double normalisedEntropy,
            double auc,
            double calibration,
            double baselineLogloss)
            implements Quality {}

    /**
     * For values, in the learned unit.
     *
     * @param correlation Pearson's, of prediction and label
     * @param baselineRmse of the running mean, predicted before each label as well
     */
    record OfValues(double count, double rmse, double mae, double correlation, double baselineRmse)
            implements Quality {}
}

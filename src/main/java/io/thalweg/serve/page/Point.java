package io.thalweg.serve.page;

/**
 * How one task did lately, at one place of the log; NaN where a figure does not exist.
 *
 * @param offset of the train-log record after which this was so
 * @param eventTime of that record, in epoch milliseconds
 * @param value of the task's main figure, over the fading window
 * @param usual the same of the running mean
 * @param second AUC of classes, MAE of values
 * @param calibration sum of predicted over sum of true
 * @param best what anybody could have reached of the main figure, over the same window
 */
record Point(long offset, long eventTime, double value, double usual, double second, double calibration, double best) {}

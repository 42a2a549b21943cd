package io.thalweg.config;

import java.util.List;

/** Names of the topics that Thalweg writes. */
public record Topics(String trainLog, String predictions, String metrics, String snapshots, String quarantine) {
    /** As they are called where nobody renames them. */
    public static Topics of(String app) {
        String prefix = "thalweg." + app + ".";
        return new Topics(
                prefix + "train-log",
                prefix + "predictions",
                prefix + "metrics",
                prefix + "snapshots",
                prefix + "quarantine");
    }

    /** All of them. */
    public List<String> all() {
        return List.of(trainLog, predictions, metrics, snapshots, quarantine);
    }
}

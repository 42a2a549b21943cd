package io.thalweg.scenario;

import io.thalweg.sharing.Attention;
import io.thalweg.sharing.Auto;
import io.thalweg.sharing.CrossStitch;
import io.thalweg.sharing.Hierarchical;
import io.thalweg.sharing.Kernel;
import io.thalweg.sharing.Ple;
import io.thalweg.sharing.Relation;
import io.thalweg.sharing.Sharing;
import io.thalweg.sharing.Sluice;
import io.thalweg.sharing.Soft;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of every way of sharing, for the contracts that none may escape. */
public final class Sharings {
    private Sharings() {}

    /** With the settings that a small world can afford. */
    public static List<Sharing> all() {
        return List.of(
                new Sharing.Independent(),
                new Sharing.Hard(),
                new Sharing.Mmoe(3),
                new Ple(1, 1, 2),
                new Ple(2, 2, 1),
                new Hierarchical(new TreeMap<>(
                        Map.of("minds", List.of("click", "stars", "mood"), "time", List.of("dwell", "buy")))),
                new CrossStitch(1),
                new Attention(0),
                new Auto(List.of(new Sharing.Hard(), new Sharing.Mmoe(2), new Sharing.Independent()), 0.01),
                new Sluice(1, 0),
                new Soft(new Soft.Pairwise(0.1)),
                new Soft(new Soft.Mean(0.1)),
                new Soft(new Soft.Admm(0.1, 0.5, 2, 0.01)),
                new Soft(Soft.Admm.consensus(0.5, 2, 0.01)),
                new Relation(new Relation.Covariance(0.1, 2, 1)),
                new Relation(new Relation.Perceptron(2)),
                new Kernel(2, 0.5));
    }

    /** Shared layers that it can be drawn with: of two widths where it can. */
    public static List<Integer> layers(Sharing sharing) {
        return sharing instanceof Sluice ? List.of(8, 8) : List.of(8, 6);
    }

    /** Layers of each task's own, if it can be drawn with any. */
    public static List<Integer> taskLayers(Sharing sharing, Integer... widths) {
        return sharing instanceof Relation || sharing instanceof Kernel ? List.of() : List.of(widths);
    }
}

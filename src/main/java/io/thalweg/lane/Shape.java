package io.thalweg.lane;

import io.thalweg.balance.Fixed;
import io.thalweg.feature.Feature;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.sharing.Newcomers;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a checkpoint can only be read with: the parts of the configuration that decide what its numbers mean. */
record Shape(List<Part> parts) {
    static final String FEATURES_AND_TASKS = "features and tasks";
    static final String LOSSES = "losses";
    static final String SHARING = "model.sharing";
    static final String EMBEDDINGS = "embeddings";
    static final String OPTIMISER = "optimiser";
    static final String WIDE_OPTIMISER = "model.wide.optimiser";
    static final String BATCH = "batch";
    static final String REGULARISE = "model.regularise"; // not there where nothing pays
    static final String LIFE = "model.embedding life"; // not there where rows live for ever
    static final String BALANCE = "balance"; // behind the others, and not there where it has nothing to remember
    static final String NEWCOMERS = "model.newcomers"; // likewise
    static final String DRIFT = "drift"; // not there where nothing is watched

    /** One part, as it is called in the configuration. */
    record Part(String key, String value) {}

    static Shape of(LaneSettings settings) {
        var model = settings.model();
        List<Part> parts = new ArrayList<>(List.of(
                part(FEATURES_AND_TASKS, Integer.toHexString(settings.map().fingerprint())),
                part(LOSSES, settings.map().tasks().toString()),
                part(EMBEDDINGS, embeddings(settings.map().features())),
                part(SHARING, model.sharing().toString()),
                part("model.layers.shared", model.shared().toString()),
                part("model.layers.task", model.task().toString()),
                part("model.wide", String.valueOf(model.wide())),
                part(OPTIMISER, model.optimiser().toString()),
                part(WIDE_OPTIMISER, model.wideOptimiser().toString()),
                part("seed", String.valueOf(model.seed())),
                part(BATCH, settings.batch().toString()),
                part("duplicates.window", String.valueOf(settings.duplicatesWindow()))));
        if (!model.regularisation().penalties().isEmpty()) {
            parts.add(part(REGULARISE, model.regularisation().penalties().toString()));
        }
        if (!model.life().equals(EmbeddingLife.ENDLESS)) {
            parts.add(part(LIFE, model.life().toString()));
        }
        if (!(model.balance() instanceof Fixed)) {
            parts.add(part(BALANCE, model.balance().toString()));
        }
        if (!(model.newcomers() instanceof Newcomers.Fresh)) {
            parts.add(part(NEWCOMERS, model.newcomers().toString()));
        }
        if (!settings.drift().isNone()) {
            parts.add(part(DRIFT, settings.drift().toString()));
        }
        return new Shape(List.copyOf(parts));
    }

    /** Which table each feature's rows are in; where its columns are does not matter. */
    private static String embeddings(List<Feature> features) {
        return features.stream()
                .map(feature -> feature.name() + " " + dimension(feature))
                .toList()
                .toString();
    }

    private static String dimension(Feature feature) {
        if (feature instanceof Feature.Categorical categorical) {
            return String.valueOf(categorical.dimension());
        }
        if (feature instanceof Feature.Sequence sequence) {
            return sequence.dimension() + (sequence.isEncoded() ? " " + sequence.encoder() : "");
        }
        if (feature instanceof Feature.Rate rate) {
            return "prior " + rate.prior();
        }
        String encoder = feature instanceof Feature.Image image ? " " + image.encoder() : "";
        boolean standardise = ((Feature.Numbers) feature).parts().get(0).standardise();
        return (standardise ? "standardised" : "as it is") + encoder;
    }

    private static Part part(String key, String value) {
        return new Part(key, value);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(parts.size());
        for (Part part : parts) {
            write(out, part.key());
            write(out, part.value());
        }
    }

    /** Throws {@link IllegalStateException} naming the first part that differs from what was written. */
    void requireSame(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String key = read(in);
            String value = read(in);
            if (i >= parts.size() || !parts.get(i).equals(new Part(key, value))) {
                throw new IllegalStateException(
                        ("the stored model was learned with %s = %s, and its stored configuration reads as %s: it was"
                                        + " written by another version of the program; run that one")
                                .formatted(
                                        key,
                                        value,
                                        i < parts.size() ? parts.get(i).value() : "nothing"));
            }
        }
    }

    private static void write(DataOutput out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String read(DataInput in) throws IOException {
        byte[] utf8 = new byte[in.readInt()];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}

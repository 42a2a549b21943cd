package io.thalweg.scenario;

import io.thalweg.encoder.Conv;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Gru;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Lstm;
import io.thalweg.encoder.Mean;
import io.thalweg.encoder.TargetAttention;
import io.thalweg.feature.Feature;
import java.util.List;

/** One of every encoder, for the contracts that none may escape. */
public final class Encoders {
    private Encoders() {}

    /** What has an encoder: the sequence, or an image beside one that is pooled. */
    static List<Feature> features(Feature.Sequence sequence, Encoder encoder) {
        if (!(encoder instanceof ImageConv image)) {
            return List.of(new Feature.Sequence(
                    sequence.name(),
                    sequence.column(),
                    sequence.vocabulary(),
                    sequence.length(),
                    sequence.dimension(),
                    encoder));
        }
        return List.of(sequence, new Feature.Image(new Feature.Numeric("picture", 9, false, false), image));
    }

    /** With the settings that a small world can afford. */
    public static List<Encoder> all() {
        return List.of(
                new Mean(),
                new Conv(3, 2),
                new Gru(3),
                new Lstm(3),
                new TargetAttention(4),
                new ImageConv(3, 4, 2, 2, 3, 2));
    }
}

package io.thalweg.scenario;

import io.thalweg.encoder.Conv;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Gru;
import io.thalweg.encoder.Lstm;
import io.thalweg.encoder.Mean;
import io.thalweg.encoder.TargetAttention;
import java.util.List;

/** One of every encoder of sequences, for the contracts that none may escape. */
public final class Encoders {
    private Encoders() {}

    /** With the settings that a small world can afford. */
    public static List<Encoder> all() {
        return List.of(new Mean(), new Conv(3, 2), new Gru(3), new Lstm(3), new TargetAttention(4));
    }
}

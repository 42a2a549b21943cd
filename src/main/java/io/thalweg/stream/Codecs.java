package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.config.Topics;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import io.thalweg.wire.TrainLogCodec;

/** The codecs of an application's own topics. Each has one owner thread. */
public final class Codecs {
    private Codecs() {}

    public static TrainLogCodec trainLog(ThalwegConfig config, Registry registry) {
        return new TrainLogCodec(registry, config.topics().trainLog());
    }

    public static OutputCodec outputs(ThalwegConfig config, Registry registry) {
        return outputs(config.topics(), registry);
    }

    static OutputCodec outputs(Topics topics, Registry registry) {
        return new OutputCodec(
                registry,
                new OutputCodec.Topics(
                        topics.predictions(), topics.metrics(), topics.snapshots(), topics.quarantine()));
    }
}

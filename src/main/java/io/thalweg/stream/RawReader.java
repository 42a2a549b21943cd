package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Source;
import io.thalweg.replay.RawDecoder;
import io.thalweg.wire.EventReader;
import io.thalweg.wire.RawFields;
import io.thalweg.wire.Registry;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads raw records as the route application does, with another configuration. One owner thread. */
final class RawReader implements RawDecoder {
    private final Reading now;
    private final Reading then;
    private final RawFields fields;

    /**
     * @param config that the events are to be learned with
     * @param original that the train log was made with, as far as is known
     */
    RawReader(ThalwegConfig config, ThalwegConfig original, Registry registry) {
        now = new Reading(config, registry);
        then = new Reading(original, registry);
        fields = new RawFields(registry);
    }

    private static final class Reading {
        private final Map<String, InputTopic> topics;
        private final EventReader reader;
        private final Extractor extractor;
        private final int layout;

        Reading(ThalwegConfig config, Registry registry) {
            topics = config.input().topics().stream().collect(Collectors.toMap(InputTopic::name, Function.identity()));
            reader = new EventReader(config.input(), registry);
            extractor = new Extractor(config.features(), config.input());
            layout = config.features().fingerprint();
        }

        Extracted read(Source source, byte @Nullable [] value) {
            InputTopic topic = topics.get(source.topic());
            if (topic == null) {
                throw new IllegalArgumentException("no topic '%s' is configured".formatted(source.topic()));
            }
            Decoded decoded = reader.read(value, topic, source);
            if (decoded instanceof Decoded.Accepted accepted) {
                return extractor.extract(accepted.observation());
            }
            Decoded.Rejected rejected = (Decoded.Rejected) decoded;
            return new Extracted.Rejected(rejected.reason(), rejected.detail());
        }
    }

    @Override
    public boolean knows(String topic) {
        return now.topics.containsKey(topic);
    }

    @Override
    public Extracted decode(Source source, byte @Nullable [] value) {
        return now.read(source, value);
    }

    /** By its time and key, as the log's own configuration reads them; an event of an older one cannot be judged. */
    @Override
    public boolean isOriginOf(Example logged, byte @Nullable [] value) {
        if (logged.layout() != then.layout
                || !then.topics.containsKey(logged.source().topic())) {
            return true;
        }
        return then.read(logged.source(), value) instanceof Extracted.Accepted accepted
                && accepted.example().time() == logged.time()
                && Arrays.equals(accepted.example().key(), logged.key());
    }

    @Override
    public @Nullable String field(String name, byte @Nullable [] value) {
        return value == null ? null : fields.text(name, value);
    }
}

package io.thalweg.replay;

import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.ingest.Source;
import org.jspecify.annotations.Nullable;

/** Makes examples of raw records under the configuration that is to be learned with. One owner thread. */
public interface RawDecoder {
    /** Whether the configuration has a use for the topic. */
    boolean knows(String topic);

    /** What becomes of a record of a topic that it knows. */
    Extracted decode(Source source, byte @Nullable [] value);

    /**
     * Whether {@code value} is the record that {@code logged} was made of, as far as can be told: a topic that was made
     * anew has other events at the same offsets.
     */
    boolean isOriginOf(Example logged, byte @Nullable [] value);

    /** A field of the record as text, whether anything is configured for it or not; null where there is none. */
    @Nullable
    String field(String name, byte @Nullable [] value);
}

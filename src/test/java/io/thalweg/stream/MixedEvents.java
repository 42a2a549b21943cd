package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Clicks for a {@link Scene}: labelled events, requests, duplicates and records that nobody can read. */
final class MixedEvents {
    private static final int BAD_EVERY = 100;

    private MixedEvents() {}

    /** As many, a function of {@code random}'s seed. */
    static List<byte[]> of(Scene scene, int count, SplittableRandom random) {
        List<byte[]> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean isRequest = random.nextInt(30) == 0;
            String id = "e" + (i > 100 && random.nextInt(50) == 0 ? i - 1 - random.nextInt(100) : i);
            byte[] event = scene.click(id, isRequest ? Double.NaN : random.nextInt(8) < (i & 7) ? 1 : 0);
            events.add(i % BAD_EVERY == 0 ? "nonsense".getBytes(UTF_8) : event);
        }
        return events;
    }

    /** Those of {@code count} that go to quarantine. */
    static int bad(int count) {
        return (count + BAD_EVERY - 1) / BAD_EVERY;
    }
}

package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.Example;
import io.thalweg.ingest.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyWindowTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);

    private static Example event(@Nullable String key, String topic) {
        return new Example(
                0,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                0,
                new Source(topic, 0, 0),
                new int[0],
                new int[0][],
                new float[0],
                new int[0],
                new float[0],
                new float[0]);
    }

    private static Example event(int key) {
        return event("key " + key, "shop");
    }

    /** The last keys that were new, in a list. */
    private static final class Naive {
        private final Deque<Integer> keys = new ArrayDeque<>();
        private final int size;

        Naive(int size) {
            this.size = size;
        }

        boolean admit(int key) {
            if (keys.contains(key)) {
                return false;
            }
            keys.addLast(key);
            if (keys.size() > size) {
                keys.removeFirst();
            }
            return true;
        }
    }

    private static KeyWindow copy(KeyWindow window, int size) {
        try {
            var bytes = new ByteArrayOutputStream();
            window.write(new DataOutputStream(bytes));
            KeyWindow copy = new KeyWindow(size);
            copy.admit(event(-1));
            copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            return copy;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Keys from few enough that they come again within the window and after it; restored now and then. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100})
    void itIsTheListOfTheLastNewKeys(int size) {
        var random = new SplittableRandom(SEED);
        KeyWindow window = new KeyWindow(size);
        Naive naive = new Naive(size);
        for (int i = 0; i < 30_000; i++) {
            int key = random.nextInt(3 * size + 1);
            assertThat(window.admit(event(key)))
                    .as("event %d (-Dthalweg.seed=%d)", i, SEED)
                    .isEqualTo(naive.admit(key));
            if (random.nextInt(500) == 0) {
                window = copy(window, size);
            }
        }
    }

    @Test
    void theSameKeyOnAnotherTopicIsAnotherEvent() {
        KeyWindow window = new KeyWindow(10);
        assertThat(window.admit(event("a", "click"))).isTrue();
        assertThat(window.admit(event("a", "buy"))).isTrue();
        assertThat(window.admit(event("a", "click"))).isFalse();
    }

    @Test
    void anEventWithoutAKeyIsAlwaysNewAndPushesNobodyOut() {
        KeyWindow window = new KeyWindow(1);
        window.admit(event("a", "click"));
        assertThat(window.admit(event(null, "click"))).isTrue();
        assertThat(window.admit(event(null, "click"))).isTrue();
        assertThat(window.admit(event("a", "click"))).isFalse();
    }

    @Test
    void anEmptyKeyIsAKey() {
        KeyWindow window = new KeyWindow(2);
        assertThat(window.admit(event("", "click"))).isTrue();
        assertThat(window.admit(event("", "click"))).isFalse();
    }

    @Test
    void aWindowOfNothingRemembersNothing() {
        KeyWindow window = new KeyWindow(0);
        assertThat(window.admit(event("a", "click"))).isTrue();
        assertThat(window.admit(event("a", "click"))).isTrue();
    }
}

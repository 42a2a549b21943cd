package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.encoder.Encoded;
import io.thalweg.encoder.Gru;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
    private static final float EXACT = 1e-6f;

    private final Rows items = new Rows(6, 2);
    private final Rows to = new Rows(2, 2);
    private final Recurrence time = new Recurrence(
            new EncoderEnds(
                    new Encoded("history", new Gru(2), 3, 2, Encoded.NONE), items, items, to, new boolean[] {true}),
            2);

    private void begin(float... slopes) {
        System.arraycopy(slopes, 0, to.slopes(), 0, 2);
        System.arraycopy(slopes, 2, to.slopes(), to.stride(), 2);
        time.beginBack(2);
    }

    private void become(float... slopes) {
        System.arraycopy(slopes, 0, time.slopes(), 0, 4);
    }

    @Test
    void slopesGrowToTenTimesTheirLengthAndNoFurther() {
        begin(0.3f, 0.4f, 0, 0.1f);
        become(3, 3.9f, 30, 40);
        time.clip(0, time.slopes());
        time.clip(1, time.slopes());
        assertThat(time.slopes()).contains(new float[] {3, 3.9f, 0.6f, 0.8f}, within(EXACT));
    }

    @Test
    void whatGoesWithTheStateIsShortenedTogetherWithIt() {
        begin(0.1f, 0, 0, 0);
        become(3, 0, 5, 5);
        float[] memory = {0, 4, 6, 6};
        time.clip(0, memory);
        assertThat(time.slopes()).contains(new float[] {0.6f, 0, 5, 5}, within(EXACT));
        assertThat(memory).contains(new float[] {0, 0.8f, 6, 6}, within(EXACT));
    }

    @Test
    void whoseSequenceIsOverSeesNothingMore() {
        items.counts()[0] = 1;
        items.counts()[1] = 2;
        java.util.Arrays.fill(items.values(), 7);
        assertThat(time.begin(2)).isEqualTo(2);
        time.see(1, 2);
        assertThat(time.goesOn(0, 1)).isFalse();
        assertThat(time.seen()).startsWith(0, 0, 0, 0, 0).endsWith(0, 0, 0, 0, 0);
        assertThat(java.util.Arrays.copyOfRange(time.seen(), 10, 20)).containsExactly(0, 0, 0, 0, 1, 7, 7, 0, 0, 1);
    }
}

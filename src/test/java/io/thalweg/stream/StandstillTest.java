package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StandstillTest {
    private static final TopicPartition LOG = new TopicPartition("log", 0);
    private static final String HELD = "what log-0 has from offset 7 on";

    private long now; // nanoseconds
    private final Map<TopicPartition, Long> committed = new HashMap<>(Map.of(LOG, 7L));
    private final Map<TopicPartition, String> heldBack = new HashMap<>();
    private final Standstill standstill = new Standstill(
            new Standstill.Positions() {
                @Override
                public Map<TopicPartition, Long> committed() {
                    return Map.copyOf(committed);
                }

                @Override
                public Map<TopicPartition, String> heldBack() {
                    return Map.copyOf(heldBack);
                }
            },
            () -> now);

    private void wait(int seconds) {
        now += seconds * 1_000_000_000L;
    }

    private void lookForTheFirstTime() {
        assertThat(standstill.look()).isEmpty();
    }

    @Test
    void aTransactionThatDoesNotEndIsToldOnce() {
        lookForTheFirstTime();
        heldBack.put(LOG, HELD);
        assertThat(standstill.look()).isEmpty();
        wait(29);
        assertThat(standstill.look()).isEmpty();
        wait(1);
        assertThat(standstill.look()).containsExactly(HELD);
        wait(100);
        assertThat(standstill.look()).isEmpty();
    }

    @Test
    void oneThatEndsInTimeIsNot() {
        lookForTheFirstTime();
        heldBack.put(LOG, HELD);
        standstill.look();
        wait(20);
        heldBack.clear();
        standstill.look();
        heldBack.put(LOG, HELD);
        wait(20);
        assertThat(standstill.look()).isEmpty();
    }

    @Test
    void whoGoesOnIsNotHeldBackByOneOfMany() {
        heldBack.put(LOG, HELD);
        for (long offset = 7; offset < 20; offset++) {
            committed.put(LOG, offset);
            wait(10);
            assertThat(standstill.look()).isEmpty();
        }
    }

    @Test
    void theNextStandstillIsToldAgain() {
        aTransactionThatDoesNotEndIsToldOnce();
        committed.put(LOG, 8L);
        standstill.look();
        standstill.look();
        wait(30);
        assertThat(standstill.look()).containsExactly(HELD);
    }

    @Test
    void whoHasNothingToDoStandsStillForNoReason() {
        lookForTheFirstTime();
        wait(1_000);
        assertThat(standstill.look()).isEmpty();
    }
}

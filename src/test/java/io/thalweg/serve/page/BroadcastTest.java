package io.thalweg.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.serve.page.Broadcast.Seat;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BroadcastTest {
    private final PageScene scene = PageScene.after(3);
    private final Broadcast broadcast = new Broadcast(scene.page, 2); // ticks when we say so

    @AfterEach
    void close() {
        broadcast.close();
    }

    private static Thread listening(Seat seat, Broadcast.Listener listener) {
        Thread thread = new Thread(() -> seat.tell(listener));
        thread.start();
        return thread;
    }

    private static void end(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aListenerHearsTheWholeThenTheNewsThenSignsOfLife() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch beat = new CountDownLatch(1);
        Thread thread = listening(broadcast.seat().orElseThrow(), (event, data) -> {
            heard.add(event);
            if (event.equals("beat")) {
                beat.countDown();
            }
        });
        broadcast.tick();
        scene.learn();
        broadcast.tick();
        for (int quiet = 0; quiet < 10; quiet++) {
            broadcast.tick();
        }
        assertThat(beat.await(20, TimeUnit.SECONDS)).isTrue();
        broadcast.close();
        end(thread);
        assertThat(heard).containsExactly("whole", "news", "beat");
    }

    @Test
    void thereAreNoMoreSeatsThanThatAndOneIsFreeWhenALeaverIsGone() throws Exception {
        Seat first = broadcast.seat().orElseThrow();
        assertThat(broadcast.seat()).isPresent();
        assertThat(broadcast.seat()).isEmpty();
        end(listening(first, (event, data) -> {
            throw new IOException("gone");
        }));
        assertThat(broadcast.listeners()).isEqualTo(1);
        assertThat(broadcast.seat()).isPresent();
    }

    @Test
    void aSlowListenerIsDroppedAndHoldsUpNobody() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        Thread slow = listening(broadcast.seat().orElseThrow(), (event, data) -> {
            heard.add(event);
            stuck.countDown();
            await(release);
        });
        assertThat(stuck.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 30; i++) {
            scene.learn();
            broadcast.tick();
        }
        release.countDown();
        end(slow);
        assertThat(heard).as("of 31 messages, all before it was dropped").containsExactly("whole");
        assertThat(broadcast.listeners()).isZero();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whoComesWhenAllIsOverGetsNoSeat() {
        broadcast.close();
        assertThat(broadcast.seat()).isEmpty();
    }
}

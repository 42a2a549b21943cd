package io.thalweg.score;

import io.thalweg.client.LiveScorer;
import java.nio.file.Path;
import java.time.Duration;

/** Somebody else's program: scores a few events by the first model that it finds on a topic, and by the next one. */
final class ScoreTopic {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private ScoreTopic() {}

    public static void main(String... arguments) throws InterruptedException {
        requireNone("org.apache.kafka.streams.KafkaStreams");
        requireNone("org.nd4j.linalg.factory.Nd4j");
        try (LiveScorer live = LiveScorer.follow(Path.of(arguments[0]))) {
            if (!live.await(PATIENCE)) {
                throw new IllegalStateException(live.trouble());
            }
            Scorer first = live.get();
            System.out.println(ScoreFile.say(first));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (live.get() == first && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            System.out.println(ScoreFile.say(live.get()));
        }
    }

    private static void requireNone(String name) {
        try {
            Class.forName(name);
        } catch (ClassNotFoundException e) {
            return;
        }
        throw new IllegalStateException(name + " is on the class path");
    }
}

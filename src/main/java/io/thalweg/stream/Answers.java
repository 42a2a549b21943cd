package io.thalweg.stream;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a broker's answers to administrative questions, and says so when it takes long. */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private final String bootstrap;
    private final Duration silence;
    private volatile boolean hasSaidSo;

    /** @param bootstrap whom messages name */
    Answers(String bootstrap) {
        this(bootstrap, SILENCE);
    }

    /** @param silence for how long it waits without a word */
    Answers(String bootstrap, Duration silence) {
        this.bootstrap = bootstrap;
        this.silence = silence;
    }

    /**
     * The answer, or the failure itself instead of the future's wrapping.
     *
     * @throws IllegalStateException if no broker answers
     */
    <T> T await(KafkaFuture<T> answer) {
        try {
            return patiently(answer);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException timeout) {
                throw new IllegalStateException(
                        "no broker answers at %s (kafka: bootstrap.servers): %s"
                                .formatted(bootstrap, timeout.getMessage()),
                        timeout);
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("the broker at %s answered with a failure".formatted(bootstrap), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the broker at " + bootstrap, e);
        }
    }

    private <T> T patiently(KafkaFuture<T> answer) throws InterruptedException, ExecutionException {
        try {
            T soon = answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
            hasSaidSo = false;
            return soon;
        } catch (java.util.concurrent.TimeoutException e) {
            if (!hasSaidSo) {
                hasSaidSo = true; // once in an outage, however many questions are asked
                log.warn("waiting for the broker at {} (kafka: bootstrap.servers)", bootstrap);
            }
            return answer.get();
        }
    }
}

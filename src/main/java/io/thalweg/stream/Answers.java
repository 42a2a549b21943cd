package io.thalweg.stream;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for a broker's answers to administrative questions. */
final class Answers {
    private final String bootstrap;

    /** @param bootstrap whom messages name */
    Answers(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * The answer, or the failure itself instead of the future's wrapping.
     *
     * @throws IllegalStateException if no broker answers
     */
    <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
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
}

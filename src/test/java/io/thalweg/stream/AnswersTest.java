package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class AnswersTest {
    private static final String WAITING = "waiting for the broker at kafka:9092 (kafka: bootstrap.servers)";

    private final Answers answers = new Answers("kafka:9092", Duration.ofMillis(1));
    private final KafkaFutureImpl<String> late = new KafkaFutureImpl<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Answers.class);

    /** A broker that answers as soon as somebody has said that it is waited for. */
    private final AppenderBase<ILoggingEvent> broker = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage());
            late.complete("late");
        }
    };

    @BeforeEach
    void listen() {
        logger.addAppender(broker);
        broker.start();
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(broker);
    }

    @Test
    void whoWaitsIsToldForWhom() {
        assertThat(answers.await(late)).isEqualTo("late");
        assertThat(said).containsExactly(WAITING);
    }

    @Test
    void aBrokerThatAnswersAtOnceIsNotSpokenOf() {
        assertThat(answers.await(KafkaFuture.completedFuture("soon"))).isEqualTo("soon");
        assertThat(said).isEmpty();
    }

    @Test
    void anOutageIsToldOnce() {
        answers.await(late);
        KafkaFutureImpl<String> never = new KafkaFutureImpl<>();
        Thread end = new Thread(() -> {
            sleep();
            never.completeExceptionally(new TimeoutException("nobody"));
        });
        end.start();
        assertThatThrownBy(() -> answers.await(never))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no broker answers at kafka:9092 (kafka: bootstrap.servers): nobody");
        assertThat(said).containsExactly(WAITING);
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
